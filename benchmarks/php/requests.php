<?php
// Prints, as JSON, the SOAP messages PHP's own client writes for the measured calls.
// php requests.php WSDL SESSION_ID < order.json

class Recorder extends SoapClient
{
    public string $message = '';

    public function __doRequest($request, $location, $action, $version, $oneWay = false): ?string
    {
        $this->message = $request;
        return null;
    }
}

[, $wsdl, $session] = $argv;
$order = json_decode(stream_get_contents(STDIN));
$calls = ['setExternalRef' => [$session, 'ORDER-2026-0310'], 'placeOrder' => [$session, $order]];
$messages = [];
foreach ($calls as $name => $arguments) {
    $client = new Recorder($wsdl, ['cache_wsdl' => WSDL_CACHE_NONE]);
    try {
        $client->__soapCall($name, $arguments);
    } catch (SoapFault $noAnswer) {
        $messages[$name] = $client->message;
    }
}
echo json_encode($messages);
