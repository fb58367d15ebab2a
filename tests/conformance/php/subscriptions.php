<?php
// Importing a subscription, reading it, and sending the object read straight back, changed and unchanged.
require __DIR__ . '/lib.php';
[, $wire, $version] = $argv;
$client = client($wire, "/soap/$version/");
$session = login($client);

$import = [
    'ExternalSubscriptionReference' => 'PHP-1',
    'SubscriptionCode' => null,
    'StartDate' => date('Y-m-d', strtotime('-30 days')),
    'ExpirationDate' => date('Y-m-d', strtotime('+90 days')),
    'Product' => ['ProductCode' => '', 'ProductId' => '4700002', 'ProductQuantity' => 2, 'PriceOptionCodes' => ['emailsupport']],
    'EndUser' => ['FirstName' => 'Zoë', 'LastName' => 'Doe', 'Email' => 'zoe@example.com', 'CountryCode' => 'us', 'Language' => 'en'],
    'DeliveryInfo' => ['Description' => 'Keys', 'Codes' => [['Code' => 'PHP-KEY', 'Description' => 'First', 'ExtraInfo' => null, 'File' => null]]],
    'NextRenewalPrice' => 49.99, 'NextRenewalPriceCurrency' => 'usd', 'CustomPriceBillingCyclesLeft' => 2,
    'RecurringEnabled' => 'YES',
    'Test' => 1,
];
$card = ['CardNumber' => '4111111111111111', 'CardType' => 'visa', 'ExpirationYear' => '2035', 'ExpirationMonth' => '12', 'HolderName' => 'John Doe', 'CCID' => '123'];

$reference = $client->addSubscription($session, (object) $import, (object) $card);
$imported = $client->getSubscription($session, $reference);

$unchanged = $client->updateSubscription($session, $imported);
$again = $client->getSubscription($session, $reference);

$edited = $client->getSubscription($session, $reference);
$edited->EndUser->City = 'Paris';
$edited->EndUser->CountryCode = 'fr';
$edited->ReceiveNotifications = false;
$edited->ExpirationDate = date('Y-m-d', strtotime('+120 days'));
$edited->Product->ProductQuantity = 3;
$edited->DeliveryInfo->Codes[0]->Code = 'PHP-KEY-2';
$changed = $client->updateSubscription($session, $edited);
$after = $client->getSubscription($session, $reference);
$price = $client->getNextRenewalPrice($session, $reference, 'USD');
$details = $client->getRenewalDetails($session, $reference);

report([
    'reference' => preg_match('/^[0-9A-F]{10}$/', $reference),
    'imported' => [
        $imported->Product->ProductCode, $imported->Product->ProductQuantity, $imported->Product->PriceOptionCodes,
        $imported->RecurringEnabled, $imported->TestSubscription, $imported->DeliveryInfo->Codes[0]->Code,
        $imported->EndUser->FirstName, $imported->ExpirationDate === $import['ExpirationDate'],
    ],
    'unchanged' => [$unchanged, $again == $imported],
    'changed' => [$changed, $after == $edited],
    'price' => [$price->NetPrice, $price->NetCurrency, $price->FinalPrice, $price->FinalCurrency],
    'details' => [$details->recurringEnabled, str_contains($details->manualRenewalLink, "LICENSE=$reference")],
    'twice' => refused(fn () => $client->addSubscription($session, (object) $import, (object) $card))[0],
    'extended' => $client->extendSubscription($session, $reference, 10),
    'renewed' => $client->renewSubscription($session, $reference, 30, 12.5, 'USD'),
    'history' => array_map(fn ($entry) => $entry->Type, $client->getSubscriptionHistory($session, $reference)),
    'stopped' => $client->disableRecurringBilling($session, $reference),
    'canceled' => $client->cancelSubscription($session, $reference, ['CHURN_REASON_OTHER'], 'Moved on'),
    'enabled' => $client->enableSubscription($session, $reference),
    'owned' => count($client->getCustomerSubscriptions($session, (int) $after->AvangateCustomerReference)),
    'several' => array_map(fn ($found) => $found->SubscriptionReference, $client->getSubscriptions($session, ['8AF9A9DC95', $reference])) === ['8AF9A9DC95', $reference],
]);
