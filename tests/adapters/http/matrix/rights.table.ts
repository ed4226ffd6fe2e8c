/**
 * Who may do what to carla's ticket of Acme in billing, which ben holds; written from the product and the glossary, never
 * from what the code answers. `-`: the ticket does not exist for them; `x`: they see it and may not; `+`: they may.
 *
 * colleague: a member of Acme, which shares its tickets. nobody: a member of Acme who was granted nothing.
 * bound-elsewhere: carla's colleague at home, but a customer within shipping only. reader: a custom role in billing that
 * sees what is public, and would solve what it held. note-reader: a custom role everywhere that sees notes, and no more.
 * lone-replier: a custom role in billing that replies, and sees nothing to reply to. admin-to-read, holder-to-answer: access
 * tokens of theirs for reading alone, and for reading and replying.
 */
export const rights = `
who             | see notes note reply rename triage move work solve reopen close unclose spam claim release assign steal merge redact
requester       | +   x     x    +     +      x      x    x    +     +      x     x       x    x     x       x      x      x     x
participant     | +   x     x    +     x      x      x    x    x     x      x     x       x    x     x       x      x      x     x
colleague       | +   x     x    x     x      x      x    x    x     x      x     x       x    x     x       x      x      x     x
stranger        | -   -     -    -     -      -      -    -    -     -      -     -       -    -     -       -      -      -     -
nobody          | -   -     -    -     -      -      -    -    -     -      -     -       -    -     -       -      -      -     -
bound-elsewhere | -   -     -    -     -      -      -    -    -     -      -     -       -    -     -       -      -      -     -
agent-here      | +   +     +    +     +      +      +    +    +     +      +     x       +    +     x       x      x      +     x
holder          | +   +     +    +     +      +      +    +    +     +      +     x       +    +     +       x      x      +     x
agent-there     | -   -     -    -     -      -      -    -    -     -      -     -       -    -     -       -      -      -     -
agent-of-acme   | +   +     +    +     +      +      +    +    +     +      +     x       +    +     x       x      x      +     x
agent-of-globex | -   -     -    -     -      -      -    -    -     -      -     -       -    -     -       -      -      -     -
agent-all       | +   +     +    +     +      +      +    +    +     +      +     x       +    +     x       x      x      +     x
lead            | +   +     +    +     +      +      +    +    +     +      +     x       +    +     +       +      +      +     +
admin           | +   +     +    +     +      +      +    +    +     +      +     +       +    +     +       +      +      +     +
reader          | +   x     x    x     x      x      x    x    x     x      x     x       x    x     x       x      x      x     x
note-reader     | +   +     x    x     x      x      x    x    x     x      x     x       x    x     x       x      x      x     x
lone-replier    | -   -     -    -     -      -      -    -    -     -      -     -       -    -     -       -      -      -     -
admin-to-read   | +   x     x    x     x      x      x    x    x     x      x     x       x    x     x       x      x      x     x
holder-to-answer| +   x     x    +     x      x      x    x    x     x      x     x       x    x     x       x      x      x     x
`;

/** Who is answered otherwise than by those rights: what is granted within an organisation brings nobody the macros of all staff. */
export const exceptions = `
agent-of-acme | apply-macro | 422 validation-failed
`;

/**
 * What becomes of an operation on that ticket in every status, by whoever has the right it takes: what is answered, or
 * the problem. What is answered to the requester's side stands before `~`. A dot: another right would be asked for.
 */
export const outcomes = `
operation     | right   | new     open    pending on-hold solved    closed      merged  spam
read          | see     | 200     200     200     200     200       200         !merged 200
messages      | see     | 200     200     200     200     200       200         !merged 200
facts         | see     | 200     200     200     200     200       200         200     200
reply         | reply   | 201     201     201     201     201       201~!closed !merged 201~!spam
write-note    | note    | 201     201     201     201     201       !closed     !merged 201
rename        | rename  | 200     200     200     200     200       !closed     !merged 200
prioritise    | triage  | 200     200     200     200     200       !closed     !merged 200
retag         | triage  | 200     200     200     200     200       !closed     !merged 200
move          | move    | 200     200     200     200     200       !closed     !merged 200
set-pending   | work    | 200     200     !move   200     !move     !move       !merged !move
solve         | solve   | 200     200     200     200     !move     !move       !merged !move
close         | close   | 200     200     200     200     200       !move       !merged !move
delete        | close   | 200     200     200     200     200       !move       !merged !move
mark-spam     | spam    | 200     200     !move   !move   !move     !move       !merged !move
redact        | redact  | 200     200     200     200     200       200         !merged 200
claim         | claim   | !held   !held   !held   !held   !held     !held       !merged !held
release       | release | 200     200     200     200     !active   !closed     !merged !active
assign        | assign  | 200     200     200     200     !active   !closed     !merged !active
steal         | steal   | 200     200     200     200     !active   !closed     !merged !active
apply-macro   | triage  | 200     200     200     200     200       !closed     !merged 200
links         | see     | 200     200     200     200     200       200         !merged 200
link          | triage  | 201     201     201     201     201       201         !merged !spam
merge         | merge   | 200     200     200     200     200       !closed     !merged !spam
undo-merge    | merge   | !apart  !apart  !apart  !apart  !apart    !apart      200     !apart
reopen        | reopen  | .       .       .       .       200       .           .       .
reopen-closed | unclose | .       .       .       .       .         200         .       .
`;
