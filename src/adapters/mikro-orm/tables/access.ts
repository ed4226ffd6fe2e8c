import { defineEntity, p } from '@mikro-orm/core';
import { flag, id, json, moment } from './columns.ts';

const RoleTable = defineEntity({
  name: 'Role',
  tableName: 'roles',
  properties: {
    id: id().primary(),
    name: p.string().length(100),
    /** The name as names are compared. */
    nameKey: p.string().length(100).unique(),
    rights: json(),
    createdAt: moment(),
  },
});

const OrganisationTable = defineEntity({
  name: 'Organisation',
  tableName: 'organisations',
  properties: {
    id: id().primary(),
    name: p.string().length(100),
    /** The name as names are compared. */
    nameKey: p.string().length(100).unique(),
    externalId: p.string().length(200).nullable().unique(),
    /** Whether members see each other's tickets. */
    isShared: flag(),
    createdAt: moment(),
  },
});

/** Custom roles, and the organisations that grants may hold in. */
export const accessTables = [RoleTable, OrganisationTable] as const;
