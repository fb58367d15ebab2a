<?php
// Logging in as the published authentication samples do. Host and credentials come from the environment.
ini_set('soap.wsdl_cache_enabled', '0');
error_reporting(E_ALL);
set_error_handler(function ($level, $message, $file, $line) { throw new ErrorException($message, 0, $level, $file, $line); });

$host = getenv('RPC_SERVER_URL');
$merchantCode = getenv('MERCHANT_CODE') ?: 'APITEST';
$key = getenv('MERCHANT_KEY') ?: 'SECRET_KEY';

function soap_client(string $path, array $options = []): SoapClient
{
    global $host;
    return new SoapClient($host . $path . '?wsdl', $options + ['location' => $host . $path, 'cache_wsdl' => WSDL_CACHE_NONE]);
}

function signature(string $date, string $algo): string
{
    global $merchantCode, $key;
    $string = strlen($merchantCode) . $merchantCode . strlen($date) . $date;
    return hash_hmac($algo, $string, $key);
}

function login(object $client, string $algo = 'md5'): string
{
    global $merchantCode;
    $now = gmdate('Y-m-d H:i:s');
    return $algo === 'md5'
        ? $client->login($merchantCode, $now, signature($now, 'md5'))
        : $client->login($merchantCode, $now, signature($now, $algo), $algo);
}

// The published JSON-RPC sample's transport: curl, POST, result or error.
function callRPC($request, string $hostUrl)
{
    static $calls = 0;
    $request->jsonrpc = '2.0';
    $request->id = $calls++;
    $curl = curl_init($hostUrl);
    curl_setopt($curl, CURLOPT_POST, 1);
    curl_setopt($curl, CURLOPT_RETURNTRANSFER, 1);
    curl_setopt($curl, CURLOPT_HTTPHEADER, ['Content-Type: application/json', 'Accept: application/json']);
    curl_setopt($curl, CURLOPT_POSTFIELDS, json_encode($request));
    $response = curl_exec($curl);
    if ($response === false) {
        throw new Exception('curl: ' . curl_error($curl));
    }
    $response = json_decode($response);
    if (isset($response->result)) {
        return $response->result;
    }
    if (!is_null($response->error)) {
        throw new Exception($response->error->data->error_code . '|' . $response->error->message, $response->error->code);
    }
    return null;
}

// The same face for JSON-RPC that SoapClient has for SOAP.
class RpcClient
{
    public function __construct(private string $path)
    {
    }

    public function __call(string $method, array $params)
    {
        global $host;
        return callRPC((object) ['method' => $method, 'params' => $params], $host . $this->path);
    }
}

function client(string $wire, string $soapPath): object
{
    return $wire === 'soap' ? soap_client($soapPath) : new RpcClient(preg_replace('#soap#', 'rpc', $soapPath));
}

// What a script reports: one JSON document on standard output.
function report(array $facts): void
{
    echo json_encode($facts, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES | JSON_PRETTY_PRINT), "\n";
}

function refused(callable $call): array
{
    try {
        $call();
    } catch (SoapFault $fault) {
        return [$fault->faultcode, $fault->getMessage()];
    } catch (Exception $error) {
        return explode('|', $error->getMessage(), 2);
    }
    return ['', 'not refused'];
}
