/** The container's health check: exits with 0 when the server in this container answers. */
const { PORT, TLS_CERT_FILE } = process.env;
const scheme = TLS_CERT_FILE ? 'https' : 'http';

// the certificate is for the public name, and this asks the loopback address
if (TLS_CERT_FILE) process.env.NODE_TLS_REJECT_UNAUTHORIZED = '0';

try {
  const { ok } = await fetch(`${scheme}://127.0.0.1:${PORT || 3000}/health/live`);
  process.exitCode = ok ? 0 : 1;
} catch {
  process.exitCode = 1;
}
