import { AllowlistMigration } from './allowlist.js';
import { ClaimingMigration } from './claiming.js';
import { InitialMigration } from './initial.js';
import { OperationsMigration } from './operations.js';
import { OrganisationMigration } from './organisation.js';
import { PopulateMigration } from './populate.js';
import { SavingMigration } from './saving.js';
import { TracingMigration } from './tracing.js';
import { VerificationMigration } from './verification.js';

/** All migrations, oldest first; a landed one is never edited. */
export const migrations = [
  { name: '2026-11-23-initial', class: InitialMigration },
  { name: '2026-11-23-organisation', class: OrganisationMigration },
  { name: '2026-11-23-verification', class: VerificationMigration },
  { name: '2026-11-23-allowlist', class: AllowlistMigration },
  { name: '2026-11-23-operations', class: OperationsMigration },
  { name: '2026-11-23-populate', class: PopulateMigration },
  { name: '2026-11-23-claiming', class: ClaimingMigration },
  { name: '2026-11-23-tracing', class: TracingMigration },
  { name: '2026-11-23-saving', class: SavingMigration },
];
