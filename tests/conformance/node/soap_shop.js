// node soap_shop.js URL: conversations with the shop as the npm package `soap` has them, what it sees as JSON.
const soap = require('soap');

const [, , url] = process.argv;
const items = [{ Code: 'A', Quantity: 2, Price: { Currency: 'eur', Amount: 9.5 } }, { Code: 'B', Quantity: 1 }];
const order = { TestOrder: true, BillingDetails: { FirstName: 'Ana' } };

const plain = (value) => {
  if (Array.isArray(value)) return value.map(plain);
  if (value === null || typeof value !== 'object') return value;
  if ('$value' in value) return value.$value;
  return Object.fromEntries(Object.entries(value).filter(([key]) => key !== 'attributes').map(([key, v]) => [key, plain(v)]));
};

const refused = async (call) => {
  try {
    return await call();
  } catch (error) {
    const { faultcode, faultstring, detail } = error.root.Envelope.Body.Fault;
    return { status: error.response.status, faultcode, faultstring, detail };
  }
};

(async () => {
  const encoded = await soap.createClientAsync(`${url}?wsdl`, { disableCache: true });
  const literal = await soap.createClientAsync(`${url}?wsdl=literal`, { disableCache: true });
  const answer = async (client, method, args) => plain((await client[`${method}Async`](args))[0]);
  const seen = {};
  seen.signature = Object.keys(encoded.wsdl.describeServices().MerchantAPI.MerchantAPI.login.input);
  for (const [use, client] of Object.entries({ encoded, literal })) {
    seen[use] = {
      login: await answer(client, 'login', { merchantCode: 'C', date: 'D', hash: 'H' }),
      flag: await answer(client, 'setExternalRef', { sessionID: 's1', externalRef: 'REF-é' }),
      number: await answer(client, 'getPrice', { sessionID: 's1', code: 'A', quantity: 2 }),
      two: await answer(client, 'searchProducts', { sessionID: 's1', limit: 2 }),
      refusal: await refused(() => client.refuseAsync({ sessionID: 's1' })),
    };
  }
  seen.encoded.item = await answer(encoded, 'placeOrder', { sessionID: 's1', order: { ...order, Items: { item: items } } });
  seen.encoded.OrderItem = await answer(encoded, 'placeOrder', { sessionID: 's1', order: { ...order, Items: { OrderItem: items } } });
  seen.encoded.repeated = await answer(encoded, 'placeOrder', { sessionID: 's1', order: { ...order, Items: items } });
  seen.literal.OrderItem = await answer(literal, 'placeOrder', { sessionID: 's1', order: { ...order, Items: { OrderItem: items } } });
  console.log(JSON.stringify(seen));
})();
