<?php
// php soap_shop.php URL SCENARIO: one conversation with the shop as a PHP client has it, what PHP sees as JSON.
ini_set('soap.wsdl_cache_enabled', '0');
error_reporting(E_ALL);
set_error_handler(function ($level, $message) { throw new ErrorException($message); });

#[AllowDynamicProperties] class MyOrder { public $RefNo; public $Items; }
#[AllowDynamicProperties] class MyItem { public $Code; public $Quantity; }

[, $url, $scenario] = $argv;
$in_wsdl_mode = fn (array $options = [], string $wsdl = '?wsdl') => new SoapClient(
    $url . $wsdl, $options + ['location' => $url, 'cache_wsdl' => WSDL_CACHE_NONE, 'trace' => true]
);
$without_wsdl = fn () => new SoapClient(null, ['location' => $url, 'uri' => 'urn:any']);
$fault = function (callable $call) {
    try {
        return ['answered' => $call()];
    } catch (SoapFault $e) {
        return ['faultcode' => $e->faultcode, 'message' => $e->getMessage(), 'detail' => $e->detail];
    }
};
$items = [['Code' => 'A', 'Quantity' => 2, 'Price' => ['Currency' => 'eur', 'Amount' => 9.5],
    'PriceOptions' => [['Name' => 'COLOR', 'Options' => ['red', 'blue']]]], ['Code' => 'B', 'Quantity' => 1]];
$order = ['RefNo' => null, 'TestOrder' => true, 'GrossPrice' => 10, 'BillingDetails' => ['FirstName' => 'Ana', 'Email' => 'a@b.c'],
    'Items' => $items, 'Promotions' => [], 'CardNumber' => '4111111111111111'];
$as_objects = fn ($value) => json_decode(json_encode($value));

$scenarios = [
    'scalars' => function () use ($in_wsdl_mode) {
        $c = $in_wsdl_mode();
        return [$c->login('CODE', '2026-03-10 12:00:00', 'abc'), $c->setExternalRef('s1', 'REF-é & <b>'), $c->setExternalRef('s1', ''),
            $c->getPrice('s1', 'A', 2, 'eur'), $c->getPrice('s1', 'A', '3', null), $c->getTimestamp()];
    },
    'surplus argument' => fn () => $in_wsdl_mode()->login('CODE', 'D', 'H', 'sha256'),
    'missing arguments' => fn () => $in_wsdl_mode()->setExternalRef('s1'),
    'null argument' => fn () => $in_wsdl_mode()->setExternalRef('s1', null),
    'method in another case' => fn () => $in_wsdl_mode()->GETTIMESTAMP(),
    'nested arrays' => fn () => $in_wsdl_mode()->placeOrder('s1', $order),
    'nested objects' => fn () => $in_wsdl_mode()->placeOrder('s1', $as_objects($order)),
    'one object twice' => function () use ($in_wsdl_mode, $as_objects, $order) {
        $o = $as_objects($order);
        $o->DeliveryDetails = $o->BillingDetails;
        $o->Items = [$o->Items[0], $o->Items[0]];
        $c = $in_wsdl_mode();
        $placed = $c->placeOrder('s1', $o);
        return [str_contains($c->__getLastRequest(), 'href="#ref1"'), $placed->BillingDetails, $placed->DeliveryDetails, $placed->Items];
    },
    'lists of none, one and two' => fn () => array_map(fn ($n) => $in_wsdl_mode()->searchProducts('s1', $n), [0, 1, 2]),
    'first of a list of one' => fn () => $in_wsdl_mode()->searchProducts('s1', 1)[0]->Code,
    'single element arrays' => fn () => $in_wsdl_mode(['features' => SOAP_SINGLE_ELEMENT_ARRAYS])->searchProducts('s1', 1),
    'class map' => function () use ($in_wsdl_mode, $order) {
        $placed = $in_wsdl_mode(['classmap' => ['Order' => 'MyOrder', 'OrderItem' => 'MyItem']])->placeOrder('s1', $order);
        return [get_class($placed), array_map('get_class', $placed->Items), get_class($placed->BillingDetails), $placed->Items[0]->Code];
    },
    'the answer sent back' => function () use ($in_wsdl_mode, $order) {
        $c = $in_wsdl_mode();
        $placed = $c->placeOrder('s1', $order);
        $placed->RefNo = '17';
        return $c->placeOrder('s1', $placed) == $placed;
    },
    'untyped values' => function () use ($in_wsdl_mode) {
        $c = $in_wsdl_mode();
        $values = [1, 2.5, 'a', true, null, [], [1, 'a', [null]], ['k' => 'v', 'n' => ['x' => 1]], [3 => 'a', 5 => 'b']];
        return array_map(fn ($value) => $c->echo('s1', $value), $values);
    },
    'an untyped object' => fn () => $in_wsdl_mode()->echo('s1', (object) ['Code' => 'A', 'Options' => [(object) ['N' => 1]]]),
    'a map' => fn () => [$in_wsdl_mode()->describe('s1', ['A' => '1', 'B' => '2']), $in_wsdl_mode()->describe('s1', (object) ['A' => '1']),
        $in_wsdl_mode()->describe('s1', null)],
    'without a wsdl' => fn () => [$without_wsdl()->login('C', 'D', 'H', 'sha256'), $without_wsdl()->placeOrder('s1', $order)],
    'objects without a wsdl' => fn () => $without_wsdl()->placeOrder('s1', $as_objects($order)),
    'literal' => function () use ($in_wsdl_mode, $order) {
        $c = $in_wsdl_mode([], '?wsdl=literal');
        $order['Items'] = ['OrderItem' => $order['Items']];
        $order['Items']['OrderItem'][0]['PriceOptions'] = null;
        unset($order['Promotions']);
        return [$c->setExternalRef('s1', 'REF'), $c->placeOrder('s1', $order), str_contains($c->__getLastResponse(), 'xsi:type')];
    },
    'always encoded' => function () use ($in_wsdl_mode) {
        $c = $in_wsdl_mode();
        $c->getTimestamp();
        return str_contains($c->__getLastResponse(), 'SOAP-ENV:encodingStyle="http://schemas.xmlsoap.org/soap/encoding/"');
    },
    'gzip' => fn () => $in_wsdl_mode(['compression' => SOAP_COMPRESSION_GZIP | SOAP_COMPRESSION_ACCEPT | 5])->setExternalRef('s1', str_repeat('x', 5000)),
    'http 1.0' => fn () => $in_wsdl_mode(['keep_alive' => false, 'stream_context' => stream_context_create(['http' => ['protocol_version' => 1.0]])])->getTimestamp(),
    'refusal' => fn () => $fault(fn () => $in_wsdl_mode()->refuse('s1')),
    'bug' => fn () => $fault(fn () => $in_wsdl_mode()->crash('s1')),
    'unknown method' => fn () => $fault(fn () => $without_wsdl()->nope()),
    'version 1.2' => fn () => $fault(fn () => $in_wsdl_mode(['soap_version' => SOAP_1_2])->getTimestamp()),
    'an object where a text belongs' => fn () => $fault(fn () => $without_wsdl()->setExternalRef('s1', ['a' => 'b'])),
    'a scalar where an object belongs' => fn () => $in_wsdl_mode()->placeOrder('s1', ['Items' => [['Code' => 'A', 'Price' => 12.5]]])->Items[0]->Price,
    'address' => function () use ($url) {
        $c = new SoapClient($url . '?wsdl', ['cache_wsdl' => WSDL_CACHE_NONE]);
        return [$c->getTimestamp(), $c->__getFunctions()[0], count($c->__getTypes())];
    },
    'location without the last slash' => fn () => (new SoapClient(rtrim($url, '/') . '?wsdl', ['location' => rtrim($url, '/'), 'cache_wsdl' => WSDL_CACHE_NONE]))->getTimestamp(),
];

echo json_encode($scenarios[$scenario](), JSON_UNESCAPED_UNICODE | JSON_PRESERVE_ZERO_FRACTION | JSON_THROW_ON_ERROR), "\n";
