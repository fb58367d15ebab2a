<?php
// The main job, over the wire named by the first argument: an order and a subscription upgrade as a merchant, an order and its invoice as a partner.
require __DIR__ . '/lib.php';

$wire = $argv[1];
$client = client($wire, '/soap/6.0/');
$sessionID = login($client, 'sha256');

$order = json_decode(file_get_contents(__DIR__ . '/order.json'));
$placed = $client->placeOrder($sessionID, $order);
$read = $client->getOrder($sessionID, $placed->RefNo);

$set = $client->setExternalRef($sessionID, 'UPGRADE-1');
$upgraded = $client->setSubscriptionUpgrade($sessionID, '8AF9A9DC95', 'PRO', '', 1);
$subscription = $client->getSubscription($sessionID, '8AF9A9DC95');
$history = $client->getSubscriptionHistory($sessionID, '8AF9A9DC95');
$upgradeOrder = $client->getOrder($sessionID, end($history)->ReferenceNo);

$partner = client($wire, '/channel-manager/2.1/soap/');
$partnerSession = login($partner);
$partnerSet = $partner->setPartner($partnerSession, 'PARTNER1');
$product = $client->getProductByCode($sessionID, 'STARTER');
$added = $partner->addProduct($partnerSession, (int) $product->AvangateId, 2, null, 'EFBECC428A');
$named = $partner->setExternalRef($partnerSession, 'NEW_ORDER_REFERENCE');
$partnerOrder = $partner->placeOrder($partnerSession);
$proforma = $partner->createProforma($partnerSession, [$partnerOrder->RefNo]);
$invoice = $partner->getProforma($partnerSession, $proforma->Number, true);

report([
    'status' => $placed->Status,
    'approve' => $placed->ApproveStatus,
    'errors' => $placed->Errors,
    'gross' => $placed->GrossPrice,
    'items' => count($placed->Items),
    'first' => $placed->Items[0]->Code,
    'later' => $read->Status,
    'born' => count($read->Items[0]->ProductDetails->Subscriptions),
    'set' => $set,
    'upgraded' => $upgraded,
    'product' => $subscription->Product->ProductCode,
    'history' => array_map(fn ($entry) => $entry->Type, $history),
    'upgrade_reference' => $upgradeOrder->ExternalReference,
    'upgrade_net' => $upgradeOrder->NetPrice,
    'partner' => [$partnerSet, $added, $named],
    'partner_order' => [$partnerOrder->Status, $partnerOrder->OrderLockReason, $partnerOrder->Currency],
    'invoice' => [$invoice->Status, $invoice->Currency, $invoice->Orders === [$partnerOrder->RefNo], is_string($invoice->Total)],
]);
