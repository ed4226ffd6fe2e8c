/** What is mailed: a kind, and the data its text needs. Rendering is an adapter's business. */
export type Letter =
  | {
      readonly kind: 'verification-code';
      readonly name: string;
      readonly code: string;
      readonly minutes: number;
    }
  | { readonly kind: 'already-registered'; readonly name: string }
  | {
      readonly kind: 'password-reset';
      readonly name: string;
      readonly token: string;
      readonly minutes: number;
    }
  | { readonly kind: 'invitation'; readonly name: string; readonly token: string; readonly days: number }
  | { readonly kind: 'password-changed'; readonly name: string }
  | {
      readonly kind: 'new-sign-in';
      readonly name: string;
      /** When, as RFC 3339. */
      readonly at: string;
      /** With what, in words of ours: never what the device says of itself. */
      readonly device: string;
      readonly address: string;
    }
  | {
      readonly kind: 'second-factor-changed';
      readonly name: string;
      readonly change: SecondFactorChange;
    }
  | { readonly kind: 'refresh-token-reused'; readonly name: string }
  | ({ readonly kind: 'ticket-acknowledged'; readonly text: string } & AboutTicket)
  | ({ readonly kind: 'ticket-replied'; readonly author: string; readonly text: string } & AboutTicket)
  | ({ readonly kind: 'note-written'; readonly author: string; readonly text: string } & AboutTicket)
  | ({ readonly kind: 'ticket-assigned' } & AboutTicket)
  | ({ readonly kind: 'ticket-solved'; readonly reopenDays: number } & AboutTicket);

export type AboutTicket = {
  readonly name: string;
  readonly number: number;
  readonly subject: string;
};

/** What became of an account's second factor. */
export type SecondFactorChange =
  | 'turned-on'
  | 'turned-off'
  | 'taken'
  | 'recovery-codes-renewed'
  | 'recovery-code-used';

export type LetterKind = Letter['kind'];
/** The letters that a fact of a ticket gives rise to. */
export type TicketLetterKind = Extract<Letter, AboutTicket>['kind'];
