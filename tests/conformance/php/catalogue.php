<?php
// A product from its first day to an order that has it: made as the published 3.0 samples make one, read, edited, sent back
// whole; its prices, options, group and fields. Over the wire named by the first argument, at the version named by the second.
require __DIR__ . '/lib.php';
$client = client($argv[1], $argv[2] === '3.0' ? '/soap/3.0/' : '/soap/6.0/');
$sessionID = login($client, $argv[2] === '3.0' ? 'md5' : 'sha256');
$code = 'PHP' . strtoupper(bin2hex(random_bytes(4)));

$group = new stdClass();
$group->Type = 'RADIO';
$group->Code = $code . 'OPT';
$group->Name = 'Support from PHP';
$group->Required = false;
$group->Options = [['Value' => 'gold', 'Name' => 'Gold', 'PriceImpact' => [
    'ImpactOn' => 'BASE', 'Method' => 'FIXED', 'Impact' => 'ADD', 'Amounts' => [['Currency' => 'USD', 'Amount' => 2.5]],
]]];
$client->addPriceOptionGroup($sessionID, $group);

$Product = new stdClass();
$Product->AvangateId = null;
$Product->ProductCode = $code;
$Product->ProductType = 'REGULAR';
$Product->ProductName = 'Größe from PHP';
$Product->ProductVersion = '1.0';
$Product->GroupName = 'General';
$Product->ShippingClass = null;
$Product->GiftOption = false;
$Product->Enabled = true;
$Product->PricingConfigurations = [];
$Product->PricingConfigurations[0] = new stdClass();
$Product->PricingConfigurations[0]->Name = 'Main';
$Product->PricingConfigurations[0]->Code = 'OWNCODE';
$Product->PricingConfigurations[0]->Default = true;
$Product->PricingConfigurations[0]->BillingCountries = [];
$Product->PricingConfigurations[0]->PricingSchema = 'DYNAMIC';
$Product->PricingConfigurations[0]->PriceType = 'NET';
$Product->PricingConfigurations[0]->DefaultCurrency = 'USD';
$Product->PricingConfigurations[0]->Prices = new stdClass();
$Product->PricingConfigurations[0]->Prices->Regular = [
    ['Amount' => 20, 'Currency' => 'USD', 'MinQuantity' => '1', 'MaxQuantity' => '9', 'OptionCodes' => []],
    ['Amount' => 16.25, 'Currency' => 'USD', 'MinQuantity' => '10', 'MaxQuantity' => '99999', 'OptionCodes' => []],
];
$Product->PricingConfigurations[0]->Prices->Renewal = [];
$Product->PricingConfigurations[0]->PriceOptions = [['Code' => $group->Code, 'Required' => false]];
$Product->Prices = [];
$Product->BundleProducts = [];
$Product->Fulfillment = 'NO_DELIVERY';
$Product->GeneratesSubscription = true;
$Product->SubscriptionInformation = new stdClass();
$Product->SubscriptionInformation->BillingCycle = '1';
$Product->SubscriptionInformation->BillingCycleUnits = 'M';
$Product->SubscriptionInformation->ContractPeriod = null;
$added = $client->addProduct($sessionID, $Product);

$read = $client->getProductByCode($sessionID, $code);
$client->updateProduct($sessionID, $read);
$isUnchanged = $client->getProductByCode($sessionID, $code) == $read;
$read->ProductName = 'Renamed by PHP';
$read->PricingConfigurations[0]->Prices->Regular[0]->Amount = 21;
$updated = $client->updateProduct($sessionID, $read);
$renamed = $client->getProductByCode($sessionID, $code);

$configuration = $client->getPricingConfigurations($sessionID, $code)[0];
$configuration->Prices->Regular[1]->Amount = 15;
$priced = $client->updatePricingConfiguration($sessionID, $configuration, $code);

$client->addProductGroup($sessionID, ['Name' => $code . ' group', 'Code' => null, 'Enabled' => true]);
$groups = $client->getProductGroups($sessionID);
$own = current(array_filter($groups, fn ($found) => $found->Name === $code . ' group'));
$client->assignProductGroup($sessionID, $code, $own->Code);

$client->addAdditionalField($sessionID, ['Label' => 'Size', 'Code' => $code, 'Type' => 'TEXT', 'ApplyTo' => 'PRODUCT']);
$client->assignAdditionalField($sessionID, $code, true, $code);

$options = $argv[2] === '3.0' ? ['gold'] : [['Code' => $group->Code, 'Options' => [['Value' => 'gold']]]];
$item = ['Code' => $code, 'Quantity' => 10, 'PriceOptions' => $options];
$price = $client->getPrice($sessionID, $item, ['CountryCode' => 'US', 'State' => 'NY'], 'USD');
$final = $client->getProductByCode($sessionID, $code);
$found = $client->searchPriceOptionGroups($sessionID, ['Name' => 'from PHP', 'Limit' => 1]);

report([
    'added' => $added,
    'same' => $isUnchanged,
    'defaults' => [
        $read->PricingConfigurations[0]->Default, $read->PricingConfigurations[0]->Code === 'OWNCODE',
        $read->ProductCategory, $read->GroupName, $read->SubscriptionInformation->RenewalEmails->Type,
    ],
    'updated' => [$updated, $renamed->ProductName, $renamed->PricingConfigurations[0]->Prices->Regular[0]->Amount],
    'priced' => $priced,
    'group' => $final->GroupName === $own->Name,
    'fields' => [$final->AdditionalFields[0]->Label, $final->AdditionalFields[0]->Required],
    'price' => [$price->UnitNetPrice, $price->NetPrice],
    'found' => [is_array($found), is_array($found) ? count($found) : count($found->Items)],
    'twice' => refused(fn () => $client->addProduct($sessionID, $Product)),
    'status' => $client->setProductStatus($sessionID, $code, false),
]);
