import { cancelBulkJob, listBulkJobs, readBulkJob, startBulkJob } from './bulk-jobs.ts';
import { closeTicket, reopenTicket } from './finish-ticket.ts';
import { assignTicket, claimTicket, releaseTicket, stealTicket } from './hold-ticket.ts';
import { importTickets } from './import-tickets.ts';
import { linkTickets, listLinks, unlinkTickets } from './links.ts';
import { listTags } from './list-tags.ts';
import { mayStillOpen } from './may-still-open.ts';
import { mergeTickets, undoMergeOfTickets } from './merge-tickets.ts';
import { openTicket } from './open-ticket.ts';
import { addParticipant, listParticipants, removeParticipant } from './participants.ts';
import { readHistory } from './read-history.ts';
import { listReadMarkers, moveReadMarker, readReadMarker } from './read-markers.ts';
import { listTickets, readThread, readTicket, readTicketWithMessages } from './read-ticket.ts';
import { redactMessage } from './redact-message.ts';
import { replyToTicket } from './reply-to-ticket.ts';
import { reviseTicket } from './revise-ticket.ts';

/** What Hexdesk can be asked to do about tickets. */
export const ticketUseCases = {
  openTicket,
  mayStillOpen,
  readTicket,
  readTicketWithMessages,
  listTickets,
  listTags,
  readThread,
  readHistory,
  replyToTicket,
  redactMessage,
  reviseTicket,
  claimTicket,
  releaseTicket,
  stealTicket,
  assignTicket,
  closeTicket,
  reopenTicket,
  mergeTickets,
  undoMerge: undoMergeOfTickets,
  listParticipants,
  addParticipant,
  removeParticipant,
  listLinks,
  linkTickets,
  unlinkTickets,
  readReadMarker,
  moveReadMarker,
  listReadMarkers,
  startBulkJob,
  listBulkJobs,
  readBulkJob,
  cancelBulkJob,
  importTickets,
} as const;
