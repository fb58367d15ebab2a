<?php
// Logs in, then calls placeOrder as often as the second argument says under one Idempotency-Key, then searchOrders.
$host = $argv[1];
$headers = stream_context_create(['http' => ['header' => 'Idempotency-Key: php-1']]);
$client = new SoapClient("$host/soap/6.0/?wsdl", ['cache_wsdl' => WSDL_CACHE_NONE, 'stream_context' => $headers]);
$date = gmdate('Y-m-d H:i:s');
$session = $client->login('APITEST', $date, hash_hmac('sha256', "7APITEST19$date", 'SECRET_KEY'), 'sha256');
$order = json_decode(file_get_contents(__DIR__ . '/../../conformance/php/order.json'));
$order->ExternalReference = 'PHP-CRASH';

$told = [];
for ($n = 0; $n < (int) $argv[2]; $n++) {
    try {
        $told[] = $client->placeOrder($session, $order)->RefNo;
    } catch (SoapFault $fault) {
        $told[] = [$fault->faultcode, $fault->getMessage()];
    }
}
$found = $client->searchOrders($session, (object) ['ExternalRefNo' => 'PHP-CRASH', 'IncludeTestOrders' => 'YES']);
echo json_encode(['told' => $told, 'orders' => array_map(fn ($item) => $item->RefNo, $found->Items)]);
