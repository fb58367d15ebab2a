<?php
// The published setSubscriptionUpgrade sample over JSON-RPC, with the files it requires.
require __DIR__ . '/lib.php';
$host .= '/rpc/6.0/';
$i = 1;
$now = gmdate('Y-m-d H:i:s');
$sessionID = callRPC((object) ['method' => 'login', 'params' => [$merchantCode, $now, signature($now, 'md5')]], $host);

$subscriptionReference = '8AF9A9DC95';
$productCode = 'PRO';
$options = ''; //case sensitive; include only price options codes (exclude spaces)
$customPrice = 1;

$jsonRpcRequest = array (
'method' => 'setSubscriptionUpgrade',
'params' => array($sessionID, $subscriptionReference, $productCode, $options, $customPrice),
'id' => $i++,
'jsonrpc' => '2.0');

report([
    'upgraded' => callRPC((Object)$jsonRpcRequest, $host, true),
    'unknown' => refused(fn () => callRPC((object) ['method' => 'setSubscriptionUpgrade', 'params' => [$sessionID, '0000000000', $productCode]], $host)),
]);
