import { actorNameFunction } from './actor-name.js';
import { claimVerificationFunction } from './claim-verification.js';
import { claimDueServersFunction, claimNextServerFunction } from './claim-due-servers.js';
import {
  chooseJobsFunction,
  dispatchJobsFunction,
  dispatchVerificationsFunction,
  isServerFullFunction,
  unblockJobsFunction,
  wakeAccountFunction,
} from './dispatch-verifications.js';
import { takeConversationTurnsFunction } from './take-conversation-turns.js';
import { takeBackVerificationsFunction } from './take-back-verifications.js';
import {
  composeMailFunction,
  composeMailsFunction,
  isMailedFunction,
  keepForMailFunction,
  queueMailFunction,
} from './compose-mail.js';
import { domainCountsFunction } from './domain-counts.js';
import { holderFunction } from './holder.js';
import { monitorServersFunction } from './monitor-servers.js';
import { populateFunction } from './populate.js';
import { queueSearchesFunction } from './queue-searches.js';
import { queueVerificationsFunction } from './queue-verifications.js';
import {
  changedFieldsFunction,
  hearsEventFunction,
  queueDeliveryFunction,
  recordEventFunction,
  recordEventOnceFunction,
  recordForDataCenterFunction,
  recordOutcomeFunction,
  recordSavesFunction,
  recordSwitchedOffFunction,
  timeOrderedIdFunction,
} from './record-event.js';
import {
  discardDeliveriesFunction,
  dispatchDeliveriesFunction,
  storeDeliveryFunction,
} from './send-deliveries.js';
import { readVerificationFunction } from './read-verification.js';
import { renewLeaseFunction } from './renew-lease.js';
import { saveMailSettingsFunction } from './save-mail-settings.js';
import { storeProgressFunction, watchedVerificationsFunction } from './store-progress.js';
import { storeResultFunction } from './store-result.js';
import { countWaitingFunction } from '../queue-status.js';
import { countAccountDomainsFunction, summarizeAccountFunction } from './summarize-account.js';

/**
 * Every SQL function, as `create or replace`, and those that are dropped. PostgreSQL replaces a body, not a function's
 * arguments or its result: a change of those needs a migration that drops the function first.
 */
export const sqlFunctions: readonly string[] = [
  actorNameFunction,
  changedFieldsFunction,
  chooseJobsFunction,
  claimDueServersFunction,
  claimNextServerFunction,
  claimVerificationFunction,
  composeMailFunction,
  composeMailsFunction,
  countAccountDomainsFunction,
  countWaitingFunction,
  discardDeliveriesFunction,
  dispatchDeliveriesFunction,
  dispatchJobsFunction,
  dispatchVerificationsFunction,
  domainCountsFunction,
  hearsEventFunction,
  holderFunction,
  isMailedFunction,
  isServerFullFunction,
  keepForMailFunction,
  monitorServersFunction,
  populateFunction,
  queueDeliveryFunction,
  queueMailFunction,
  queueSearchesFunction,
  queueVerificationsFunction,
  readVerificationFunction,
  recordEventFunction,
  recordEventOnceFunction,
  recordForDataCenterFunction,
  recordOutcomeFunction,
  recordSavesFunction,
  recordSwitchedOffFunction,
  renewLeaseFunction,
  saveMailSettingsFunction,
  storeDeliveryFunction,
  storeProgressFunction,
  storeResultFunction,
  summarizeAccountFunction,
  takeBackVerificationsFunction,
  takeConversationTurnsFunction,
  timeOrderedIdFunction,
  unblockJobsFunction,
  wakeAccountFunction,
  watchedVerificationsFunction,
  // Nothing calls it any more; databases of older versions have it.
  'drop function if exists dispatch_next_job(uuid, int, int)',
];
