<?php
// The control API of a sandbox, in one file without dependencies: copy it into a test suite.

final class Sandbox
{
    /** $url has no slash at the end; $token is what the server's control API wants to see. */
    public function __construct(
        private string $url,
        private string $token,
        private string $merchant,
    ) {
    }

    /** Puts everything back as it was seeded. With a seed the same calls draw the same RefNos and so on. */
    public function reset(string|int|null $seed = null): void
    {
        $this->ask('POST', '/reset', $seed === null ? [] : ['seed' => $seed]);
        $this->ask('DELETE', '/journal');
    }

    /** Lets the clock stand at what it shows. */
    public function freezeClock(): void
    {
        $this->ask('POST', '/clock/freeze');
    }

    /** Leads the clock forward ("30d", "12h") and answers what fell due on the way: [moment, duty, text]. */
    public function advanceClock(string $by): array
    {
        return $this->ask('POST', '/clock/advance', ['by' => $by])['happened'];
    }

    /** Lets something go wrong: addFault('decline', ['text' => 'Stolen card', 'times' => 1]). Answers the rule's number. */
    public function addFault(string $action, array $rule = []): int
    {
        return $this->ask('POST', '/faults', ['action' => $action] + $rule)['number'];
    }

    /** Takes all fault rules back. */
    public function clearFaults(): void
    {
        $this->ask('DELETE', '/faults');
    }

    /** What the client sent and was answered, oldest first: calls(['method' => 'placeOrder']). */
    public function calls(array $wanted = []): array
    {
        return array_reverse($this->ask('GET', '/journal?' . http_build_query($wanted))['calls']);
    }

    private function ask(string $verb, string $path, ?array $body = null): array
    {
        $request = curl_init("{$this->url}/sandbox/merchants/" . rawurlencode($this->merchant) . $path);
        curl_setopt_array($request, [
            CURLOPT_CUSTOMREQUEST => $verb,
            CURLOPT_RETURNTRANSFER => true,
            CURLOPT_HTTPHEADER => ["Authorization: Bearer {$this->token}", 'Content-Type: application/json'],
        ]);
        if ($body !== null) {
            curl_setopt($request, CURLOPT_POSTFIELDS, json_encode((object) $body));
        }
        $answer = curl_exec($request);
        if ($answer === false) {
            throw new RuntimeException(curl_error($request));
        }
        $told = json_decode($answer, true, 512, JSON_THROW_ON_ERROR);
        if (curl_getinfo($request, CURLINFO_RESPONSE_CODE) !== 200) {
            throw new RuntimeException("{$told['code']}: {$told['detail']}");
        }
        return $told;
    }
}
