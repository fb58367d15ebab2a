<?php
// The reference: PHP's SoapServer over the same WSDL, each call answered without work. Beside it lie service.wsdl
// and answer.php, the order a placed order is answered with.

class Service
{
    public function setExternalRef($sessionId, $reference)
    {
        return true;
    }

    public function placeOrder($sessionId, $order)
    {
        $answer = require __DIR__ . '/answer.php';
        $answer->ExternalReference = $order->ExternalReference ?? null;
        return $answer;
    }
}

$server = new SoapServer(__DIR__ . '/service.wsdl', ['cache_wsdl' => WSDL_CACHE_BOTH]);
$server->setClass('Service');
$server->handle();
