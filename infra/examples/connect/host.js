const connect = document.querySelector('postern-connect');
const told = document.querySelector('#told');

const post = (path, body) => fetch(path, { method: 'POST', body: JSON.stringify(body) });

async function renewSession() {
  const answer = await post('/connect-session', {});
  if (!answer.ok) return;
  const { clientSecret, expiresAt } = await answer.json();
  connect.setAttribute('expires-at', expiresAt);
  connect.clientSecret = clientSecret;
}

/** An event is a claim of this page; the server asks Postern. */
async function tell(verificationId) {
  const answer = await post('/connected', { verificationId });
  const { isConnected } = await answer.json();
  told.textContent = isConnected ? 'Your mailbox is connected.' : 'Not connected.';
}

connect.addEventListener('postern-expired', () => void renewSession());
connect.addEventListener('postern-failed', ({ detail }) => {
  told.textContent = `Not connected: ${detail.code}`;
});
connect.addEventListener('postern-connected', ({ detail }) => void tell(detail.verificationId));

await renewSession();
