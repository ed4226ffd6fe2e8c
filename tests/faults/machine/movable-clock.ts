/**
 * Preloaded into a Hexdesk: its clock is as far off as a file says, at any moment. Timers run as ever, as they do when
 * an operator sets a clock.
 */
import { readFileSync } from 'node:fs';

const file = process.env['FAULTS_CLOCK'];
if (file === undefined) throw new Error('FAULTS_CLOCK must name the file that moves the clock');

let offMs = 0;
const look = (): void => {
  offMs = Number(readFileSync(file, 'utf8'));
};
look();
setInterval(look, 50).unref();

const RealDate = Date;
const now = (): number => RealDate.now() + offMs;

globalThis.Date = new Proxy(RealDate, {
  construct: (target, args, made) => Reflect.construct(target, args.length === 0 ? [now()] : args, made),
  apply: () => new RealDate(now()).toString(),
  get: (target, name) => (name === 'now' ? now : Reflect.get(target, name)),
});
