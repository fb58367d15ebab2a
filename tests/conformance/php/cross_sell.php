<?php
// The published cross-sell order, its trailing commas mended, over the wire named by the first argument:
// as objects and as nested arrays.
require __DIR__ . '/lib.php';
$client = client($argv[1], '/soap/6.0/');
$sessionID = login($client, 'sha256');
$json = file_get_contents(__DIR__ . '/cross_sell.json');

$prices = $client->getContents($sessionID, json_decode($json));
$placed = $client->placeOrder($sessionID, json_decode($json, true));

$items = fn ($order) => array_map(
    fn ($item) => [$item->Code, $item->Price->NetPrice, $item->Price->Discount, $item->Price->NetDiscountedPrice],
    $order->Items
);
report([
    'quoted' => $items($prices),
    'no number yet' => $prices->RefNo ?? null,
    'placed' => $items($placed),
    'status' => $placed->Status,
    'campaign' => $placed->Items[1]->CrossSell,
]);
