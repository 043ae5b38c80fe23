import type { components } from '@postern/client/generated/openapi';
import { answerOf } from '@postern/client/postern-client';
import { infiniteQueryOptions, queryOptions } from '@tanstack/react-query';
import { api } from './client';

type Schemas = components['schemas'];
export type NotificationSettings = Schemas['NotificationSettings'];
export type NotificationInput = Schemas['NotificationSettingsInput'];
export type Recipient = Schemas['MailRecipient'];
export type Webhook = Schemas['Webhook'];
export type WebhookInput = Schemas['WebhookInput'];
export type Delivery = Schemas['WebhookDelivery'];
export type ChosenEvents = NotificationSettings['events'];

export const notificationSettingsQuery = queryOptions({
  queryKey: ['notification-settings'],
  queryFn: ({ signal }) => answerOf(api.GET('/v1/notification-settings', { signal })),
  retry: false, // Mail that is not set up is no fault that passes.
});

export function replaceNotificationSettings(body: NotificationInput): Promise<NotificationSettings> {
  return answerOf(api.PUT('/v1/notification-settings', { body }));
}

export const webhooksQuery = queryOptions({
  queryKey: ['webhooks'],
  queryFn: ({ signal }) => answerOf(api.GET('/v1/webhooks', { params: { query: { limit: 50 } }, signal })),
});

/** Makes a webhook; only this answer contains its secret. */
export function createWebhook(body: WebhookInput, idempotencyKey: string): Promise<Schemas['NewWebhook']> {
  return answerOf(api.POST('/v1/webhooks', { body, headers: { 'idempotency-key': idempotencyKey } }));
}

export function changeWebhook(id: string, body: Schemas['WebhookChange']): Promise<Webhook> {
  return answerOf(api.PATCH('/v1/webhooks/{id}', { params: { path: { id } }, body }));
}

export async function deleteWebhook(id: string): Promise<void> {
  await answerOf(api.DELETE('/v1/webhooks/{id}', { params: { path: { id } } }));
}

export function rotateSecret(id: string): Promise<Schemas['WebhookSecret']> {
  return answerOf(api.POST('/v1/webhooks/{id}/rotate', { params: { path: { id } } }));
}

export function testWebhook(id: string): Promise<Delivery> {
  return answerOf(api.POST('/v1/webhooks/{id}/test', { params: { path: { id } } }));
}

/** The deliveries of a webhook, newest first, read again while one of them waits. */
export const deliveriesQuery = (id: string) =>
  infiniteQueryOptions({
    queryKey: ['deliveries', id],
    queryFn: ({ pageParam, signal }) =>
      answerOf(
        api.GET('/v1/webhooks/{id}/deliveries', {
          params: { path: { id }, query: pageParam === null ? {} : { cursor: pageParam } },
          signal,
        }),
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    refetchInterval: ({ state }) =>
      state.data?.pages.some(({ data }) => data.some((one) => one.state === 'waiting')) === true
        ? 2000
        : false,
  });

export function redeliver(id: string, deliveryId: string): Promise<Delivery> {
  const path = { id, deliveryId };
  return answerOf(api.POST('/v1/webhooks/{id}/deliveries/{deliveryId}/redeliver', { params: { path } }));
}
