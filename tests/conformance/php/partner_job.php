<?php
// A partner's whole job, over the wire named by the first argument: from its price list to a paid invoice and its document.
require __DIR__ . '/lib.php';

$client = client($argv[1], '/channel-manager/2.1/soap/');
$sessionID = login($client);

$partners = $client->searchPartners($sessionID, 'Example Distribution');
$partnerSet = $client->setPartner($sessionID, $partners[0]->PartnerCode);
$lists = $client->getPartnerPricingLists($sessionID);
$priceList = $client->getPricingListInformation($sessionID, $lists[0]->Code);
$wanted = array_values(array_filter($priceList->Products, fn ($product) => $product->ProductCode === 'PRO'))[0];
$priceOptions = [$wanted->PriceOptions[0]->Options[1]->Value];
$unit = $client->getProductPrice($sessionID, $wanted->ProductId, $lists[0]->Code, $priceOptions);

$added = $client->addProduct($sessionID, $wanted->ProductId, 3, $priceOptions, $lists[0]->Code);
$contents = $client->getContents($sessionID);
$named = $client->setExternalRef($sessionID, 'PARTNER-JOB-é');
$commented = $client->setComment($sessionID, 'Ring twice');
$order = $client->placeOrder($sessionID);

$reseller = new stdClass();
foreach (['FirstName' => 'Robin', 'LastName' => 'Corner', 'Company' => 'Corner Ltd', 'Email' => 'robin@corner.example', 'Country' => 'GB', 'PostaCode' => 'E1 6AN'] as $member => $value) {
    $reseller->$member = $value;
}
$reseller->ResellerCode = $client->createReseller($sessionID, $reseller);
$attached = $client->setOrderReseller($sessionID, $order->RefNo, $reseller->ResellerCode);
$subscriptions = $client->getOrderSubscriptions($sessionID, $order->RefNo, 1);

$proforma = $client->createProforma($sessionID, [$order->RefNo]);

$paymentMethod = new stdClass();
$paymentMethod->CardNumber = '4111111111111111';
$paymentMethod->CardType = 'VISA';
$paymentMethod->CCID = '123';
$paymentMethod->ExpirationMonth = '06';
$paymentMethod->ExpirationYear = '2030';
$paymentMethod->HolderName = 'John Doe';
$paymentDetails = new stdClass();
$paymentDetails->Type = 'CC';
$paymentDetails->Currency = null;
$paymentDetails->PaymentMethod = $paymentMethod;
$paymentDetails->CustomerIP = '10.0.0.1';

$tooSoon = refused(fn () => $client->payProforma($sessionID));
$chosen = $client->setProforma($sessionID, $proforma->Number);
$detailed = $client->setPaymentDetails($sessionID, $paymentDetails);
$paid = $client->payProforma($sessionID);
$invoice = $client->getProforma($sessionID, $proforma->Number, true);
$again = refused(fn () => $client->setProforma($sessionID, $proforma->Number));

report([
    'partner' => [count($partners), $partnerSet, $partners[0]->CreditLimit],
    'unit' => [$unit->Currency, $unit->NetPricePerUnit, $unit->PartnerMarginPerUnit],
    'cart' => [$added, $named, $commented, $contents->Products[0]->Quantity, $contents->Products[0]->Price->FinalPrice],
    'order' => [$order->Status, $order->OrderLockReason, $order->ProformaNumber, $order->TotalAmount, $order->TotalSubbscriptionsNumber],
    'reseller' => [$attached, $client->getOrderReseller($sessionID, $order->RefNo)->PostaCode],
    'subscriptions' => array_map(fn ($one) => [$one->HasEndUserInformation, $one->FullfilmentStatus], $subscriptions),
    'before' => [$proforma->Status, $proforma->Orders === [$order->RefNo], $proforma->Total, $proforma->PaymentMethod],
    'steps' => [$chosen, $detailed, $paid],
    'after' => [$invoice->Status, $invoice->PaymentMethod, $invoice->Number === $proforma->Number],
    'document' => substr(file_get_contents($invoice->ProformaPDF), 0, 5),
    'too soon' => $tooSoon,
    'again' => $again,
    'order now' => $client->getOrderStatus($sessionID, $order->RefNo)->ProformaNumber === $proforma->Number,
    'reference' => $order->RefNo,
]);
