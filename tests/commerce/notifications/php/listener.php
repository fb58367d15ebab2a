<?php
// An IPN and LCN listener after the published sample: php -S 127.0.0.1:PORT listener.php
// with SECRET_KEY, the FORM of its receipts (md5, sha256, sha3-256) and a LOG it adds a line to for each message.

function ArrayExpand($array)
{
    $retval = '';
    foreach ($array as $key => $value) {
        $retval .= is_array($value) ? ArrayExpand($value) : strlen(stripslashes($value)) . stripslashes($value);
    }
    return $retval;
}

if ($_SERVER['REQUEST_METHOD'] === 'GET') {
    exit('Ready');  // whoever saves this URL looks whether anybody listens
}
$pass = getenv('SECRET_KEY');
$form = getenv('FORM');
$fields = ['md5' => 'HASH', 'sha256' => 'SIGNATURE_SHA2_256', 'sha3-256' => 'SIGNATURE_SHA3_256'];
$result = '';
foreach ($_POST as $key => $val) {
    if (!in_array($key, $fields)) {
        $result .= ArrayExpand(is_array($val) ? $val : [html_entity_decode($val)]);
    }
}
$isLicence = isset($_POST['LICENSE_CODE']);
$isSigned = true;
foreach ($fields as $algorithm => $field) {
    $isSigned = $isSigned && isset($_POST[$field]) && hash_equals(hash_hmac($algorithm, $result, $pass), $_POST[$field]);
}
$log = [
    $isSigned ? 'verified' : 'refused',
    $isLicence ? $_POST['LICENSE_CODE'] : $_POST['REFNO'],
    $isLicence ? $_POST['STATUS'] : $_POST['ORDERSTATUS'],
    $isLicence ? $_POST['LAST_NAME'] : $_POST['LASTNAME'],
];
file_put_contents(getenv('LOG'), implode(' ', $log) . "\n", FILE_APPEND);
if (!$isSigned) {
    http_response_code(400);
    exit('BAD IPN Signature');
}
$date = date('YmdGis');
$signed = $isLicence
    ? [$_POST['LICENSE_CODE'], $_POST['EXPIRATION_DATE'], $date]
    : [$_POST['IPN_PID'][0], $_POST['IPN_PNAME'][0], $_POST['IPN_DATE'], $date];
$hash = hash_hmac($form, ArrayExpand($signed), $pass);
echo $form === 'md5' ? "<EPAYMENT>$date|$hash</EPAYMENT>" : "<sig algo=\"$form\" date=\"$date\">$hash</sig>";
