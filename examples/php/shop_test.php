<?php
// Tests of Shop.php against a sandbox, without a framework. Start one and run them:
//
//     RPC_SERVER_CONTROL_TOKEN=0123456789abcdef rpc-server serve --memory --demo
//     RPC_SERVER_CONTROL_TOKEN=0123456789abcdef php shop_test.php http://127.0.0.1:8080

require __DIR__ . '/Sandbox.php';
require __DIR__ . '/Shop.php';

$host = $argv[1] ?? 'http://127.0.0.1:8080';
$sandbox = new Sandbox($host, getenv('RPC_SERVER_CONTROL_TOKEN'), 'APITEST');
$failed = 0;

function same(mixed $expected, mixed $actual): void
{
    if ($expected !== $actual) {
        throw new RuntimeException('expected ' . json_encode($expected) . ', got ' . json_encode($actual));
    }
}

/** Runs a test on a merchant as he was seeded, and says how it went. */
function test(string $name, callable $body): void
{
    global $sandbox, $host, $failed;
    try {
        $sandbox->reset(seed: 7);
        $body($sandbox, new Shop($host, 'APITEST', 'SECRET_KEY'));
        echo "ok      $name\n";
    } catch (Throwable $problem) {
        $failed++;
        echo "FAILED  $name: {$problem->getMessage()}\n";
    }
}

test('an answer that is lost buys nothing twice', function (Sandbox $sandbox, Shop $shop): void {
    $sandbox->addFault('crash_after_commit', ['method' => 'placeOrder', 'times' => 1]);

    $order = $shop->buy('STARTER', 'CART-1');

    same('AUTHRECEIVED', $order->Status);
    same(1, $shop->ordersOf('CART-1'));
    same(['1 crash_after_commit', null], array_column($sandbox->calls(['method' => 'placeOrder']), 'fault'));
});

test('a connection that is reset is tried again', function (Sandbox $sandbox, Shop $shop): void {
    $sandbox->addFault('reset', ['method' => 'placeOrder', 'last' => 2]);

    same('AUTHRECEIVED', $shop->buy('STARTER', 'CART-2')->Status);
    same(3, count($sandbox->calls(['method' => 'placeOrder'])));
});

test('a card that is declined is told of', function (Sandbox $sandbox, Shop $shop): void {
    $sandbox->addFault('decline', ['text' => 'Stolen card', 'times' => 1]);

    try {
        $shop->buy('STARTER', 'CART-3');
        same('a refusal', 'an order');
    } catch (PaymentRefused $refusal) {
        same("Couldn't complete the payment validation process: Stolen card", $refusal->getMessage());
    }
});

test('a subscription is renewed a month later', function (Sandbox $sandbox, Shop $shop): void {
    $before = $shop->paidUntil('8AF9A9DC95');

    $happened = $sandbox->advanceClock('30d');

    $today = new Shop($GLOBALS['host'], 'APITEST', 'SECRET_KEY'); // the session of a month ago has ended
    same(true, in_array('renewals', array_column($happened, 'duty'), true));
    same(true, $today->paidUntil('8AF9A9DC95') > $before);
});

test('the same calls draw the same numbers', function (Sandbox $sandbox, Shop $shop): void {
    $first = $shop->buy('STARTER', 'CART-5')->RefNo;
    $sandbox->reset(seed: 7);
    $again = (new Shop($GLOBALS['host'], 'APITEST', 'SECRET_KEY'))->buy('STARTER', 'CART-5')->RefNo;

    same($first, $again);
});

test('what the client sent can be read, without the card', function (Sandbox $sandbox, Shop $shop): void {
    $shop->buy('STARTER', 'CART-6');

    $sent = $sandbox->calls(['method' => 'placeOrder'])[0];
    same('CART-6', $sent['arguments']['Order']['ExternalReference']);
    same('***1111', $sent['arguments']['Order']['PaymentDetails']['PaymentMethod']['CardNumber']);
    same(false, str_contains($sent['body'], '4111111111111111'));
});

exit($failed ? 1 : 0);
