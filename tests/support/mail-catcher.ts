import type { AddressInfo } from 'node:net';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

/** A mail as a server took it. */
export type CaughtMail = {
  readonly from: string;
  readonly to: readonly string[];
  readonly mail: Email;
  /** Every header line, in order, unfolded. */
  readonly headers: readonly string[];
};

export type MailCatcher = {
  readonly url: string;
  readonly caught: readonly CaughtMail[];
  close(): Promise<void>;
};

export type CatcherRules = {
  /** What is answered to a recipient, a mail or a connection instead of taking it. */
  readonly recipient?: (address: string) => Answer | undefined;
  readonly message?: () => Answer | undefined;
  readonly connection?: () => Answer | undefined;
  readonly options?: SMTPServerOptions;
};

export type Answer = { readonly code: number; readonly text: string };

/** A real mail server on the loopback that keeps what it takes. */
export const startMailCatcher = async (rules: CatcherRules = {}): Promise<MailCatcher> => {
  const caught: CaughtMail[] = [];
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    hideENHANCEDSTATUSCODES: false,
    logger: false,
    onConnect: (_session, done) => done(refusal(rules.connection?.())),
    onRcptTo: ({ address }, _session, done) => done(refusal(rules.recipient?.(address))),
    onData: (stream, { envelope }, done) => {
      const parts: Uint8Array[] = [];
      stream.on('data', (part: Uint8Array) => parts.push(part));
      stream.on('end', async () => {
        const no = refusal(rules.message?.());
        if (no) return done(no);
        const raw = Buffer.concat(parts);
        const mailFrom = envelope.mailFrom === false ? '' : envelope.mailFrom.address;
        caught.push({
          from: mailFrom,
          to: envelope.rcptTo.map(({ address }) => address),
          mail: await PostalMime.parse(raw),
          headers: headerLines(raw.toString('latin1')),
        });
        done(null, 'kept');
      });
    },
    ...rules.options,
  });
  // clients that break off are part of the tests
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  const { port } = server.server.address() as AddressInfo;
  return {
    url: `smtp://127.0.0.1:${port}`,
    caught,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
};

const refusal = (answer: Answer | undefined): Error | null =>
  answer === undefined ? null : Object.assign(new Error(answer.text), { responseCode: answer.code });

const headerLines = (raw: string): readonly string[] => {
  const [head = ''] = raw.split('\r\n\r\n');
  return head.replaceAll(/\r\n[ \t]+/g, ' ').split('\r\n');
};
