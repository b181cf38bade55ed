import { guid, instant, string, wholeNumber } from './column-types';
import { endpointsOf, keyOf } from './entry';
import * as lookups from './lookups';
import * as parameter from './parameter-types';
import { required } from './parameter-types';

export const bridge = endpointsOf('bridge', [
  {
    id: 'bridge-table-data',
    title: 'Bridge table data',
    path: '/bridge/current/data',
    pathEvidence: 'documented',
    description:
      'Rows of one table: every column of the table, as the table schemas list them, then four that track changes.',
    cursor: { columns: ['RowUpdated', 'RowInserted'], evidence: 'documented' },
    parameters: [
      required(
        parameter.string('Table', 'Table name, from the table schemas.', {
          example: 'CarrierIntegrationCustomerHandsets',
          lookup: lookups.bridgeTables,
        }),
      ),
    ],
    columns: [
      guid('RowThumbprint', 'Change-tracking id of the row version'),
      instant('RowInserted', 'When the row was inserted'),
      instant('RowUpdated', 'When it last changed, null if never'),
      string('Operation', 'Kind of the last change; only Inserted is documented'),
    ],
    example: {
      CarrierCustomerHandsetID: '7f1b91e2-9692-4efe-923b-7bc90720ccb8',
      CarrierCustomerID: '62c24270-503a-4de4-9d75-416c92a748d7',
      SaleInvoiceID: -1,
      StoreID: 3,
      PhoneMake: null,
      PhoneModel: 'Unknown Device',
      ESN: '',
      IMEI: '354493046773064',
      CustomTelephoneNumber: '8186368202',
      BAN: null,
      SIM: '89014103254674079938',
      MDN: null,
      ActivationDate: '',
      ExpiryDate: '',
      RateORServicePlanName: null,
      RateORServicePlanDescription: null,
      RateORServicePlanInclusions: null,
      RateORServicePlanSOC: 'FN2NM0A60',
      RateORServicePlanTerm: null,
      RateORServicePlanFeatures: null,
      RateORServicePlanContractTerm: '2',
      SalesRepName: null,
      DealerName: 'HJG6E',
      BillingCycle: null,
      BillingCycleDate: '17',
      DepositAmount: '0.00',
      BillingCode: '',
      IsActivatedIQ: 0,
      RateORServicePlan2SOC: null,
      RateORServicePlan2Description: null,
      DealerCode: null,
      CompanyCode: null,
      PortInNumber: null,
      DepositIndicator: 'No Deposit',
      FlowType: null,
      ActivationTermType: null,
      IsBYOD: null,
      Priority: null,
      CarrierServiceResource: null,
      RowThumbprint: '1c1103c2-db83-4df9-a86d-1b649bf304ee',
      RowInserted: '2014-10-01T15:00:12.05',
      RowUpdated: null,
      Operation: 'Inserted',
    },
    sources: ['older-docs'],
  },
  {
    id: 'bridge-table-delta',
    title: 'Bridge table delta',
    path: '/bridge/current/delta',
    pathEvidence: 'documented',
    description: 'How many rows of a table changed since a moment, to decide whether to read the table again.',
    key: keyOf('Table'),
    cursor: { parameter: 'RowDateTime', evidence: 'documented' },
    parameters: [
      required(
        parameter.string('Table', 'Table name, from the table schemas.', {
          example: 'CarrierIntegrationCustomerHandsets',
          lookup: lookups.bridgeTables,
        }),
      ),
      required(
        parameter.dateTime('RowDateTime', 'Only changes after this time count.', {
          label: 'Changed since',
          preset: { value: 'yesterday', reason: 'What changed since the last day began that is over.' },
          example: '2016-01-01T00:00:00.000Z',
        }),
      ),
    ],
    columns: [
      string('Table', 'Table name', 'iQplanner_HR_RequestedTimeOff'),
      wholeNumber('DeltaCount', 'Number of changed rows', 26),
      wholeNumber('DeltaTimeSec', 'Not documented; presumably the seconds since RowDateTime', 10844356),
    ],
    sources: ['older-docs'],
  },
  {
    id: 'bridge-table-schema',
    title: 'Bridge table schemas',
    path: '/bridge/current/schema',
    pathEvidence: 'documented',
    description: 'The columns of every table in the latest RQ database version, one row per column.',
    key: keyOf('TableName', 'Column_Name'),
    parameters: [],
    columns: [
      string('TableName', 'Table name', 'iQclerk_ARPaymentInvoicesAndPayments'),
      string('Column_Name', 'Column name', 'ReferenceNumber'),
      string('Type', 'SQL Server type name, lower case', 'varchar'),
      wholeNumber('Length', 'Maximum length for sized types, otherwise null', 30),
      wholeNumber('ORDINAL_POSITION', '1-based column position', 8),
    ],
    sources: ['older-docs'],
  },
]);
