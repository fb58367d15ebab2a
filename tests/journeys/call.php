<?php
// One call of one method: php call.php soap|rpc METHOD '[arguments after the session id]'. Prints the answer as JSON.
require __DIR__ . '/../conformance/php/lib.php';
[, $wire, $method, $arguments] = $argv;
$client = client($wire, '/soap/6.0/');
$date = getenv('LOGIN_DATE');
$session = $client->login($merchantCode, $date, signature($date, 'md5'));
$calls = $method === 'setSubscriptionUpgrade' ? [['setExternalRef', ['UP-1']], [$method, json_decode($arguments)]] : [[$method, json_decode($arguments)]];
foreach ($calls as [$name, $given]) {
    $answer = $client->$name($session, ...$given);
}
report(['answer' => $answer]);
