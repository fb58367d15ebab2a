<?php
// A customer made, read, changed and sent back whole, as the published customer samples do it. Over the wire named by the first
// argument, in the version named by the second.
require __DIR__ . '/lib.php';
[, $wire, $version] = $argv;
$client = client($wire, "/soap/$version/");
$sessionID = login($client);
$external = 'PHP-' . bin2hex(random_bytes(4));

$Customer = new stdClass();
$Customer->ExternalCustomerReference = $external;
$Customer->FirstName = 'Zoë';
$Customer->LastName = 'Müller & Söhne';
$Customer->Company = null;
$Customer->FiscalCode = null;
$Customer->Address1 = 'Example <street> 1';
$Customer->Address2 = null;
$Customer->City = 'Paris';
$Customer->State = null;
$Customer->Zip = '75001';
$Customer->CountryCode = 'FR';
$Customer->Phone = null;
$Customer->Fax = null;
$Customer->Email = 'zoe@example.com';
$Customer->Language = 'fr';
$reference = $client->createCustomer($sessionID, $Customer);

$read = $client->getCustomerInformation($sessionID, $reference, $external);
$isUnchanged = $client->updateCustomerInformation($sessionID, $read)
    && $client->getCustomerInformation($sessionID, $reference) == $read;
$read->City = 'Lyon';
$read->LastName = 'Doe';
$updated = $client->updateCustomerInformation($sessionID, $read, true);
$again = $client->getCustomerInformation($sessionID, null, $external);
$Customer->Email = 'nowhere';

report([
    'keys' => array_keys(get_object_vars($read)),
    'reference' => [is_int($reference), $read->AvangateCustomerReference === (string) $reference],
    'names' => [$read->FirstName, $again->LastName, $again->City, $read->CountryCode, $read->Company],
    'account' => [$read->ExistingCards, $read->Enabled, $read->Trial, $read->Language],
    'unchanged' => $isUnchanged,
    'updated' => $updated,
    'refused' => refused(fn () => $client->createCustomer($sessionID, $Customer)),
    'unknown' => refused(fn () => $client->getCustomerInformation($sessionID, 1)),
]);
