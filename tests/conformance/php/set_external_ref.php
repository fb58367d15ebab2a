<?php
// The published setExternalRef sample, with the files it requires.
require __DIR__ . '/lib.php';
$client = soap_client('/channel-manager/2.1/soap/');
$sessionID = login($client);
$client->setPartner($sessionID, 'PARTNER1');

$externalRef = 'NEW_ORDER_REFERENCE';

try {
    $ExternalIdentifier= $client->setExternalRef ($sessionID, $externalRef);
} catch (SoapFault $e) {
    echo " ExternalIdentifierSet: " . $e->getMessage();
    exit;
}

report([
    'set' => $ExternalIdentifier,
    'empty' => refused(fn () => $client->setExternalRef($sessionID, '')),
    'dead session' => refused(fn () => $client->setExternalRef('nobody', $externalRef)),
]);
