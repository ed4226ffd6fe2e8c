/**
 * What becomes of every command by everybody on a ticket of every status: the status after it, or why not
 * (see `cellOf` in lifecycle.commands.ts; `follow` is a linked follow-up ticket). Written from the product's table
 * and the permission matrix, never from what the code answers.
 */
export const table = `
command          | who                    | new     open    pending on-hold solved  closed  merged  spam
every-command    | stranger other-agent   | 404     404     404     404     404     404     404     404

reply            | requester participant  | new     open    open    on-hold open    follow  !merged spam
reply            | agent lead admin       | open    open    pending on-hold solved  !closed !merged !spam
reply-late       | requester participant  | new     open    open    on-hold follow  follow  !merged spam
reply-late       | agent lead admin       | open    open    pending on-hold solved  !closed !merged !spam
reply-no-follow  | requester participant  | new     open    open    on-hold open    !closed !merged spam
reply-no-follow  | agent lead admin       | open    open    pending on-hold solved  !closed !merged !spam
reply-too-late   | requester participant  | new     open    open    on-hold !window !closed !merged spam
reply-too-late   | agent lead admin       | open    open    pending on-hold solved  !closed !merged !spam
note             | requester participant  | 403     403     403     403     403     403     403     403
note             | agent lead admin       | new     open    pending on-hold solved  !closed !merged spam
redact           | requester participant  | 403     403     403     403     403     403     403     403
redact           | agent                  | 403     403     403     403     403     403     403     403
redact           | lead admin             | new     open    pending on-hold solved  closed  !merged spam

rename           | requester              | new     open    pending on-hold solved  !closed !merged spam
rename           | participant            | 403     403     403     403     403     403     403     403
rename           | agent lead admin       | new     open    pending on-hold solved  !closed !merged spam
prioritise       | requester participant  | 403     403     403     403     403     403     403     403
prioritise       | agent lead admin       | new     open    pending on-hold solved  !closed !merged spam
retag            | requester participant  | 403     403     403     403     403     403     403     403
retag            | agent lead admin       | new     open    pending on-hold solved  !closed !merged spam
move             | requester participant  | 403     403     403     403     403     403     403     403
move             | agent lead admin       | new     open    pending on-hold solved  !closed !merged spam
add-participant  | requester participant  | 403     403     403     403     403     403     403     403
add-participant  | agent lead admin       | new     open    pending on-hold solved  !closed !merged spam
remove-participant | requester            | 403     403     403     403     403     403     403     403
remove-participant | participant          | new     open    pending on-hold solved  !closed !merged spam
remove-participant | agent lead admin     | new     open    pending on-hold solved  !closed !merged spam

claim            | requester participant  | 403     403     403     403     403     403     403     403
claim            | agent lead admin       | new     open    pending on-hold !active !closed !merged !active
claim-held       | requester participant  | 403     403     403     403     403     403     403     403
claim-held       | agent lead admin       | !held   !held   !held   !held   !held   !held   !held   !held
release-own      | requester participant  | 403     403     403     403     403     403     403     403
release-own      | agent lead admin       | new     open    pending on-hold !active !closed !merged !active
release-others   | requester participant  | 403     403     403     403     403     403     403     403
release-others   | agent                  | 403     403     403     403     403     403     403     403
release-others   | lead admin             | new     open    pending on-hold !active !closed !merged !active
release-unheld   | requester participant  | 403     403     403     403     403     403     403     403
release-unheld   | agent lead admin       | !unheld !unheld !unheld !unheld !active !closed !merged !active
steal            | requester participant  | 403     403     403     403     403     403     403     403
steal            | agent                  | 403     403     403     403     403     403     403     403
steal            | lead admin             | new     open    pending on-hold !active !closed !merged !active
steal-unheld     | requester participant  | 403     403     403     403     403     403     403     403
steal-unheld     | agent                  | 403     403     403     403     403     403     403     403
steal-unheld     | lead admin             | !unheld !unheld !unheld !unheld !active !closed !merged !active
assign           | requester participant  | 403     403     403     403     403     403     403     403
assign           | agent                  | 403     403     403     403     403     403     403     403
assign           | lead admin             | new     open    pending on-hold !active !closed !merged !active
assign-unfit     | requester participant  | 403     403     403     403     403     403     403     403
assign-unfit     | agent                  | 403     403     403     403     403     403     403     403
assign-unfit     | lead admin             | !unfit  !unfit  !unfit  !unfit  !active !closed !merged !active

reopen           | requester              | 403     403     403     403     open    403     403     403
reopen           | participant            | 403     403     403     403     403     403     403     403
reopen           | agent lead             | open    !move   open    open    open    403     !move   open
reopen           | admin                  | open    !move   open    open    open    open    !move   open
reopen-late      | requester              | 403     403     403     403     !window 403     403     403
reopen-late      | participant            | 403     403     403     403     403     403     403     403
reopen-late      | agent lead             | open    !move   open    open    open    403     !move   open
reopen-late      | admin                  | open    !move   open    open    open    open    !move   open
set-pending      | requester participant  | 403     403     403     403     403     403     403     403
set-pending      | agent lead admin       | pending pending !move   pending !move   !move   !move   !move
put-on-hold      | requester participant  | 403     403     403     403     403     403     403     403
put-on-hold      | agent lead admin       | on-hold on-hold on-hold !move   !move   !move   !move   !move
postpone         | requester participant  | 403     403     403     403     403     403     403     403
postpone         | agent lead admin       | !wait   !wait   pending on-hold !wait   !closed !merged !wait
solve            | requester              | solved  solved  solved  solved  !move   !move   !move   !move
solve            | participant            | 403     403     403     403     403     403     403     403
solve            | agent lead admin       | solved  solved  solved  solved  !move   !move   !move   !move
close            | requester participant  | 403     403     403     403     403     403     403     403
close            | agent lead admin       | closed  closed  closed  closed  closed  !move   !move   !move
mark-spam        | requester participant  | 403     403     403     403     403     403     403     403
mark-spam        | agent lead admin       | spam    spam    !move   !move   !move   !move   !move   !move
ask-for-closed   | requester participant  | 403     403     403     403     403     403     403     403
ask-for-closed   | agent lead admin       | !move   !move   !move   !move   closed  !move   !move   !move
ask-for-new      | requester participant  | 403     403     403     403     403     403     403     403
ask-for-new      | agent lead admin       | !move   !move   !move   !move   !move   !move   !move   !move
ask-for-merged   | requester participant  | 403     403     403     403     403     403     403     403
ask-for-merged   | agent lead admin       | !move   !move   !move   !move   !move   !move   !move   !move

merge            | requester participant  | 403     403     403     403     403     403     403     403
merge            | agent lead admin       | merged  merged  merged  merged  merged  !closed !merged !spam
undo-merge       | requester participant  | 403     403     403     403     403     403     403     403
undo-merge       | agent lead admin       | !undo   !undo   !undo   !undo   !undo   !undo   open    !undo
undo-merge-late  | requester participant  | 403     403     403     403     403     403     403     403
undo-merge-late  | agent lead admin       | !undo   !undo   !undo   !undo   !undo   !undo   !over   !undo
`;
