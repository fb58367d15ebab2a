<?php
// A client as legacy shops have it: what the tests in this folder are about. Only the host tells that it talks to a sandbox.

final class PaymentRefused extends RuntimeException
{
}

final class Shop
{
    private const TRIES = 3;

    private SoapClient $client;
    private mixed $headers;
    private string $session;

    public function __construct(string $host, string $merchantCode, string $secretKey)
    {
        $this->headers = stream_context_create();
        $this->client = new SoapClient("$host/soap/6.0/?wsdl", [
            'cache_wsdl' => WSDL_CACHE_NONE,
            'stream_context' => $this->headers,
        ]);
        $date = gmdate('Y-m-d H:i:s');
        $signed = strlen($merchantCode) . $merchantCode . strlen($date) . $date;
        $this->session = $this->client->login($merchantCode, $date, hash_hmac('sha256', $signed, $secretKey), 'sha256');
    }

    /** Buys one piece, and answers the order. A lost connection is tried again under the same key, so nothing is bought twice. */
    public function buy(string $product, string $reference): stdClass
    {
        stream_context_set_option($this->headers, 'http', 'header', "Idempotency-Key: $reference");
        for ($try = 1; ; $try++) {
            try {
                $order = $this->client->placeOrder($this->session, $this->order($product, $reference));
                break;
            } catch (SoapFault $fault) {
                if ($fault->faultcode !== 'HTTP' || $try === self::TRIES) {
                    throw $fault;
                }
            }
        }
        if (!empty($order->Errors)) {
            throw new PaymentRefused(implode(' ', (array) $order->Errors));
        }
        return $order;
    }

    /** Until when a subscription may be used. */
    public function paidUntil(string $subscription): string
    {
        return substr($this->client->getSubscription($this->session, $subscription)->ExpirationDate, 0, 10);
    }

    /** How many orders carry this reference. */
    public function ordersOf(string $reference): int
    {
        return count($this->client->searchOrders($this->session, ['ExternalRefNo' => $reference])->Items ?? []);
    }

    private function order(string $product, string $reference): array
    {
        $buyer = [
            'FirstName' => 'Ana', 'LastName' => 'Popescu', 'Email' => 'ana@customer.example', 'CountryCode' => 'us',
            'State' => 'California', 'City' => 'Los Angeles', 'Address1' => '1 Main Street', 'Zip' => '90210',
        ];
        return [
            'Currency' => 'USD',
            'Country' => 'US',
            'Language' => 'en',
            'ExternalReference' => $reference,
            'Items' => [['Code' => $product, 'Quantity' => 1]],
            'BillingDetails' => $buyer,
            'PaymentDetails' => [
                'Type' => 'CC',
                'Currency' => 'USD',
                'PaymentMethod' => [
                    'CardNumber' => '4111111111111111', 'CardType' => 'VISA', 'ExpirationYear' => '2039',
                    'ExpirationMonth' => '12', 'HolderName' => 'John Doe', 'CCID' => '123', 'RecurringEnabled' => true,
                ],
            ],
        ];
    }
}
