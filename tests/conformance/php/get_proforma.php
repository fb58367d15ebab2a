<?php
// The published getProforma sample, with the files it requires.
require __DIR__ . '/lib.php';
$client = soap_client('/channel-manager/2.1/soap/');
$sessionID = login($client);
$withoutPartner = refused(fn () => $client->getProforma($sessionID, '100000001', true));
$client->setPartner($sessionID, 'PARTNER1');

$proformaNumber = '100000001';

try {
    $Proforma= $client->getProforma ($sessionID, $proformaNumber,True);
} catch (SoapFault $e) {
    echo "ProformaOutput: " . $e->getMessage();
    exit;
}

report([
    'proforma' => $Proforma,
    'without partner' => $withoutPartner,
    'unknown' => refused(fn () => $client->getProforma($sessionID, '1', true)),
]);
