<?php
// Dynamic products as the published request table describes them, over the wire named by the first argument.
require __DIR__ . '/lib.php';
$client = client($argv[1], '/soap/6.0/');
$sessionID = login($client, 'sha256');

$Order = new stdClass();
$Order->Currency = 'USD';
$Order->Country = 'US';
$Order->Language = 'en';
$Order->ExternalReference = 'REST_API_AVANGTE';
$Order->Items = [];
foreach ([['Dynamic product', 'PRODUCT', 100], ['Handling', 'TAX', 5], ['Shipping', 'SHIPPING', 10], ['Coupon', 'COUPON', 15]] as [$name, $type, $amount]) {
    $Item = new stdClass();
    $Item->Code = null;
    $Item->Name = $name;
    $Item->Quantity = 1;
    $Item->IsDynamic = true;
    $Item->Tangible = false;
    $Item->PurchaseType = $type;
    $Item->Price = new stdClass();
    $Item->Price->Amount = $amount;
    $Item->Price->Type = 'CUSTOM';
    $Order->Items[] = $Item;
}
$Option = new stdClass();
$Option->Name = 'Size';
$Option->Options = [(object) ['Name' => 'Large', 'Value' => 'LARGE', 'Surcharge' => 7]];
$Order->Items[0]->PriceOptions = [$Option];
$Order->Items[0]->RecurringOptions = (object) ['CycleLength' => 2, 'CycleUnit' => 'DAY', 'CycleAmount' => 12, 'ContractLength' => 3, 'ContractUnit' => 'DAY'];
$Order->BillingDetails = (object) ['FirstName' => 'Test Cosmin API', 'LastName' => 'Cosmin API', 'CountryCode' => 'us', 'State' => 'California', 'City' => 'LA', 'Address1' => 'Address example', 'Zip' => '90210', 'Email' => 'customer@example.com'];
$Order->DeliveryDetails = $Order->BillingDetails;
$Order->PaymentDetails = (object) ['Type' => 'TEST', 'Currency' => 'USD', 'CustomerIP' => '91.220.121.21', 'PaymentMethod' => (object) ['CardNumber' => '4111111111111111', 'CardType' => 'VISA', 'ExpirationYear' => '2027', 'ExpirationMonth' => '12', 'HolderName' => 'John Doe', 'CCID' => '123', 'RecurringEnabled' => true, 'Vendor3DSReturnURL' => 'www.test.com', 'Vendor3DSCancelURL' => 'www.test.com']];

$placed = $client->placeOrder($sessionID, $Order);

$mixed = unserialize(serialize($Order));
$mixed->Items[] = (object) ['Code' => 'STARTER', 'Quantity' => 1];
$otherCurrency = unserialize(serialize($Order));
$otherCurrency->PaymentDetails->Currency = 'EUR';

report([
    'status' => $placed->Status,
    'test' => $placed->TestOrder,
    'gross' => $placed->GrossPrice,
    'charged' => $placed->GrossDiscountedPrice,
    'names' => array_map(fn ($item) => $item->ProductDetails->Name, $placed->Items),
    'unit' => $placed->Items[0]->Price->UnitNetPrice,
    'email' => [$placed->BillingDetails->Email, $placed->DeliveryDetails->Email],
    'mixed' => refused(fn () => $client->placeOrder($sessionID, $mixed)),
    'other currency' => refused(fn () => $client->placeOrder($sessionID, $otherCurrency)),
]);
