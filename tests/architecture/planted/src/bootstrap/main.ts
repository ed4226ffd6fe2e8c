import { Hono } from 'hono';
import { fc } from 'fast-check';
import { Container } from 'inversify';
import { cast } from '../../tests/cast.ts';
import { nowhere } from './nowhere.ts';

export const anything = [Hono, fc, Container, cast, nowhere];
