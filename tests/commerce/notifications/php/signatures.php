<?php
// Reads a line [key, [value, ...]] at a time and answers the three signatures, each length as strlen counts it.
while (($line = fgets(STDIN)) !== false) {
    [$key, $values] = json_decode($line, true, 512, JSON_THROW_ON_ERROR);
    $source = '';
    foreach ($values as $value) {
        $source .= strlen($value) . $value;
    }
    echo json_encode(array_map(fn ($algorithm) => hash_hmac($algorithm, $source, $key), ['md5', 'sha256', 'sha3-256'])), "\n";
}
