import { Body, Controller, Get, Inject, Put } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { vendorInputSchema, vendorSchema, type Vendor } from '@postern/core/allowlist-answers';
import { isSampleAllowlist } from '@postern/core/sample-allowlist';
import { currentAllowlist } from '@postern/database/allowlist-revisions';
import { readVendor, storeVendor } from '@postern/database/allowlist-vendor';
import { asOperator, type Database } from '@postern/database/database';
import type { z } from 'zod';
import { From, RequiresAnywhere, type Caller } from '../access/permission.js';
import { DATABASE } from '../api-settings.js';
import { Problems } from '../http/problems.js';

/** The name under which the operator's customers know it, in lists that are published from now on. */
@ApiTags('Allowlist')
@Controller('v1/allowlist/vendor')
export class VendorController {
  constructor(@Inject(DATABASE) private readonly database: Database) {}

  @Get()
  @RequiresAnywhere('allowlist:publish')
  @ApiOperation({ operationId: 'readVendor', summary: 'Read the vendor’s name for lists and rules' })
  @ApiOkResponse({ standardSchema: vendorSchema })
  async read(): Promise<Vendor> {
    const current = await currentAllowlist(this.database);
    const publishedVendor = isSampleAllowlist(current) ? null : current.vendor;
    return { vendor: await readVendor(this.database), publishedVendor };
  }

  @Put()
  @RequiresAnywhere('allowlist:publish')
  @ApiOperation({
    operationId: 'setVendor',
    summary: 'Set the vendor’s name for lists that are published from now on',
  })
  @ApiOkResponse({ standardSchema: vendorSchema })
  @Problems('body-too-large', 'unsupported-media-type')
  async set(
    @From() { holderId }: Caller,
    @Body({ schema: vendorInputSchema }) { vendor }: z.output<typeof vendorInputSchema>,
  ): Promise<Vendor> {
    await storeVendor(asOperator(this.database), vendor, holderId);
    return this.read();
  }
}
