/** Codes of authenticator apps: six digits, a new one every thirty seconds (RFC 6238). */
export interface OneTimeCodes {
  /** A new random secret of 160 bits, in base32. */
  secret(): string;
  /** The time step whose code this is, at most one step from `at`; `undefined` when it is none of them. */
  stepOf(code: string, given: { readonly secret: string; readonly at: Date }): number | undefined;
  /** What an app takes the secret from: an otpauth URI, and its QR code as an SVG picture. */
  enrolment(secret: string, account: string): { readonly uri: string; readonly picture: string };
}
