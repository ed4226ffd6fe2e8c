import { startProcess, temporaryFolder } from '../support/hexdesk-process.ts';
import { freePort } from '../support/mysql/free-port.ts';

/** A Hexdesk in a process of its own, as people run it, and what its operator can see of it. */
export type FuzzedProcess = {
  readonly port: number;
  /** A token of its admin. */
  readonly token: string;
  /** What is wrong with it, in words; empty as long as it serves and no failure stands in its log. */
  complaints(): Promise<readonly string[]>;
  /** How much memory it takes. */
  residentMebibytes(): Promise<number>;
  end(): Promise<void>;
};

const credentials = { email: 'admin@example.org', password: 'a long enough passphrase' };

export const startFuzzedProcess = async (): Promise<FuzzedProcess> => {
  const folder = await temporaryFolder();
  const metricsPort = await freePort();
  const running = await startProcess({
    DATA_DIR: folder.path,
    ADMIN_EMAIL: credentials.email,
    ADMIN_PASSWORD: credentials.password,
    METRICS_PORT: String(metricsPort),
    RATE_LIMITS: 'off',
  });
  const loggedIn = await fetch(`${running.url}/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(credentials),
  });
  const { accessToken } = (await loggedIn.json()) as { accessToken: string };

  return {
    port: Number(running.settings['PORT']),
    token: accessToken,
    async complaints() {
      const ready = await fetch(`${running.url}/health/ready`).then(
        ({ status }) => (status === 200 ? [] : [`it is not ready: ${status}`]),
        (error: unknown) => [`it does not answer: ${String(error)}`],
      );
      return [...ready, ...running.output().split('\n').filter(isFailure)];
    },
    async residentMebibytes() {
      const metrics = await (await fetch(`http://127.0.0.1:${metricsPort}/metrics`)).text();
      const bytes = /^process_resident_memory_bytes (\S+)/m.exec(metrics)?.[1];
      if (bytes === undefined) throw new Error('the metrics do not tell the resident memory');
      return Number(bytes) / 2 ** 20;
    },
    async end() {
      await running.end('SIGTERM');
      await folder.remove();
    },
  };
};

/** Lines that no client may be able to bring about: failures, and whatever is no line of the log at all. */
const isFailure = (line: string): boolean => {
  if (line === '') return false;
  return !line.startsWith('{') ? /error|warning|exception/i.test(line) : /"level":"error"/.test(line);
};
