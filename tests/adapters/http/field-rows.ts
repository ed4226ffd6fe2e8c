import type { RouteRow } from './route-rows.ts';

/** Who may define custom fields and status labels, and who sees them. */
export const fieldRows: Readonly<Record<string, RouteRow>> = {
  listCustomFields: { forbiddenTo: { nobodyBecause: 'customers see those of their tickets' } },
  readCustomField: {
    names: 'custom-field',
    hiddenFrom: ['carla', 'dora', 'nobody'],
    forbiddenTo: { nobodyBecause: 'whoever sees it may read it' },
  },
  makeCustomField: {
    body: { key: 'order', name: 'Order', type: 'text' },
    forbiddenTo: ['carla', 'ben', 'lena', 'nobody'],
  },
  reviseCustomField: {
    names: 'custom-field',
    body: { name: 'Order number' },
    hiddenFrom: ['carla', 'dora', 'nobody'],
    forbiddenTo: ['ben', 'lena'],
  },
  listStatusLabels: { forbiddenTo: { nobodyBecause: 'whoever sees a ticket sees its label' } },
  readStatusLabel: {
    names: 'status-label',
    forbiddenTo: { nobodyBecause: 'whoever sees a ticket sees its label' },
  },
  makeStatusLabel: {
    body: { name: 'Waiting for parts', status: 'on-hold' },
    forbiddenTo: ['carla', 'ben', 'lena', 'nobody'],
  },
  reviseStatusLabel: {
    names: 'status-label',
    body: { name: 'Waiting for spare parts' },
    forbiddenTo: ['carla', 'ben', 'lena', 'nobody'],
  },
};
