import type { Database } from '@postern/database/database';
import { readDeliveryStatus } from '@postern/database/delivery-status';
import { Gauge, type Registry } from 'prom-client';
import { readOnce } from './read-once.js';

/** Adds the deliveries to webhooks and by mail that are still to be sent. Without the database they have no values. */
export function addDeliveryMetrics(registry: Registry, database: Database): void {
  const registers = [registry];
  const status = readOnce(() => readDeliveryStatus(database));
  const deliveries: Gauge = new Gauge({
    name: 'postern_deliveries',
    help: 'Deliveries that are still to be sent, up to 10,000: waiting was never tried, failing is tried again.',
    labelNames: ['kind', 'state'],
    registers,
    async collect() {
      deliveries.reset();
      for (const { kind, waiting, failing } of (await status()) ?? []) {
        deliveries.set({ kind, state: 'waiting' }, waiting);
        deliveries.set({ kind, state: 'failing' }, failing);
      }
    },
  });
  const age: Gauge = new Gauge({
    name: 'postern_delivery_age_seconds',
    help: 'For how long the delivery that is due the longest has waited.',
    labelNames: ['kind'],
    registers,
    async collect() {
      age.reset();
      for (const { kind, oldestSeconds } of (await status()) ?? []) age.set({ kind }, oldestSeconds);
    },
  });
}
