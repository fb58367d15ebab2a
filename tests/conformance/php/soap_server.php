<?php
// php soap_server.php WSDL ANSWER < ENVELOPE: what PHP's own SoapServer writes when a method answers ANSWER (JSON).
ini_set('soap.wsdl_cache_enabled', '0');

class AnswersWhatItIsTold
{
    public static $answer;

    public function __call($name, $arguments)
    {
        return self::$answer;
    }
}

[, $wsdl, $answer] = $argv;
AnswersWhatItIsTold::$answer = json_decode($answer);
$server = new SoapServer($wsdl);
$server->setObject(new AnswersWhatItIsTold());
$server->handle(stream_get_contents(STDIN));
