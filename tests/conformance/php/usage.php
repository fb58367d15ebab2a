<?php
// The published usage samples: updateSubscriptionUsage and deleteSubscriptionUsages with one string key among positions.
require __DIR__ . '/lib.php';
$host .= '/rpc/6.0/';
$call = fn (string $method, array $params) => callRPC((object) ['method' => $method, 'params' => $params], $host);
$now = gmdate('Y-m-d H:i:s');
$sessionID = $call('login', [$merchantCode, $now, signature($now, 'md5')]);

$call('addPriceOptionGroup', [$sessionID, [
    'Code' => 'TRAFFIC', 'Name' => 'Traffic', 'Type' => 'INTERVAL', 'Required' => false, 'Usage' => 'PAY_PER_USAGE',
    'Options' => [['ScaleMin' => 1, 'ScaleMax' => 999, 'PriceImpact' => ['Method' => 'FIXED', 'Amounts' => [['Currency' => 'USD', 'Amount' => 0.1]]]]],
]]);
$code = $call('getPricingConfigurations', [$sessionID, 'STARTER'])[0]->Code;
$call('assignPricingConfigurationOption', [$sessionID, 'STARTER', $code, 'TRAFFIC', false]);

$subscriptionReference = '8AF9A9DC95';
$used = ['OptionCode' => 'TRAFFIC', 'UsageStart' => '2026-01-01 00:00:00', 'UsageEnd' => '2026-01-02 00:00:00', 'Units' => 10, 'Description' => 'First'];
[$usage] = $call('addSubscriptionUsage', [$sessionID, $subscriptionReference, [$used]]);
$updated = $call('updateSubscriptionUsage', [$sessionID, 'SubscriptionReference' => $subscriptionReference, (int) $usage->UsageReference, ['Units' => 12.5]]);
$listed = $call('getSubscriptionUsages', [$sessionID, $subscriptionReference, ['IntervalStart' => '2026-01-01', 'IntervalEnd' => '2026-01-31', 'Page' => 1, 'Limit' => 10]]);
set_error_handler(fn () => true); // the published transport looks for an error where the result is null
$deleted = $call('deleteSubscriptionUsages', [$sessionID, 'SubscriptionReference' => $subscriptionReference, ['UsageReference' => (int) $usage->UsageReference]]);
restore_error_handler();

report([
    'reference' => preg_match('/^[0-9]+$/', $usage->UsageReference),
    'updated' => [$updated->Units, $updated->Description, $updated->UsageReference === $usage->UsageReference],
    'listed' => [count($listed->Items), $listed->Pagination->Count],
    'deleted' => $deleted,
    'gone' => refused(fn () => $call('deleteSubscriptionUsages', [$sessionID, $subscriptionReference, ['UsageReference' => (int) $usage->UsageReference]]))[0],
]);
