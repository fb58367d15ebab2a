<?php
// A promotion from its first day to an order that has it, the published update sample in the middle: read, edit, send back
// whole. Over the wire named by the first argument.
require __DIR__ . '/lib.php';
$client = client($argv[1], '/soap/6.0/');
$sessionID = login($client, 'sha256');
$coupon = 'PHP' . strtoupper(bin2hex(random_bytes(4)));

$promotion = new stdClass();
$promotion->Name = 'Promotion from PHP';
$promotion->Description = 'Made by a script';
$promotion->StartDate = null;
$promotion->EndDate = null;
$promotion->MaximumOrdersNumber = 1;
$promotion->InstantDiscount = false;
$promotion->Coupon = new stdClass();
$promotion->Coupon->Type = 'SINGLE';
$promotion->Coupon->Code = $coupon;
$promotion->Enabled = true;
$promotion->ChannelType = 'ECOMMERCE';
$promotion->Type = 'REGULAR';
$promotion->Discount = new stdClass();
$promotion->Discount->Type = 'PERCENT';
$promotion->Discount->Value = 25;
$promotion->Products = [];
$added = $client->addPromotion($sessionID, $promotion);
$products = $client->addPromotionProducts($sessionID, $added->Code, [['Code' => 'STARTER']]);

$read = $client->getPromotion($sessionID, $added->Code);
$isUnchanged = $client->updatePromotion($sessionID, $read) == $read;
$read->Name = 'Renamed by PHP';
$renamed = $client->updatePromotion($sessionID, $read);

$order = json_decode(file_get_contents(__DIR__ . '/order.json'));
$order->Promotions = [$coupon];
$placed = $client->placeOrder($sessionID, $order);
$again = refused(fn () => $client->placeOrder($sessionID, $order));
$order->Promotions = ['TENOFF'];
$ten = $client->getContents($sessionID, $order);

$campaign = $client->createCrossSellCampaign($sessionID, [
    'MasterProducts' => ['STARTER'], 'DisplayType' => 'finish', 'DisplayInEmail' => false, 'Name' => 'From PHP',
    'Products' => [['ProductCode' => 'BOX', 'Discount' => 10.5, 'DiscountType' => 'PERCENT']],
]);
$campaign->CampaignStatus = 'INACTIVE';
$switched = $client->updateCrossSellCampaign($sessionID, $campaign);

report([
    'products' => array_map(fn ($product) => $product->Code, $products),
    'same' => $isUnchanged,
    'renamed' => [$renamed->Name, $renamed->Coupon->Code === $coupon, $renamed->Discount, $renamed->Products[0]->Code],
    'item' => [
        $placed->Items[0]->Price->NetPrice, $placed->Items[0]->Price->NetDiscountedPrice,
        $placed->Items[0]->Promotion->Name, $placed->Items[0]->Promotion->DiscountLabel,
    ],
    'used up' => $again[0],
    'order promotion' => array_map(fn ($item) => [$item->PurchaseType, $item->Price->GrossPrice], $ten->Items),
    'last coupon' => refused(fn () => $client->deletePromotionCoupon(
        $sessionID, $added->Code, ['Type' => 'MULTIPLE', 'Codes' => [$coupon]]
    ))[0],
    'campaign' => [$switched->CampaignStatus, $switched->Products[0]->Discount, $switched->Products[0]->DiscountedPrice[0]],
    'upsells' => [
        $client->searchUpsellCampaigns($sessionID, new stdClass())->UpsellsCount,
        $client->searchUpSellCampaigns($sessionID, ['Statuses' => ['Enabled']])->Upsells[0]->PrimaryProduct->Code,
    ],
]);
