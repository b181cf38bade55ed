import { labelled } from './choices';
import { guid, string, wholeNumber } from './column-types';
import { endpointsOf } from './entry';
import { language, locationFilterOnly } from './groups';
import * as lookups from './lookups';
import * as parameter from './parameter-types';
import { required } from './parameter-types';
import type { Late } from './schema';
import * as shared from './shared-columns';

/** Of changes: they are of the moment at which they were made. */
const onTime: Late = { days: 0, evidence: 'inferred' };

export const deltas = endpointsOf('deltas', [
  {
    id: 'customer-delta',
    title: 'Customer delta',
    path: '/deltas/customers',
    pathEvidence: 'unknown',
    description:
      'Changes of all customers, narrowed by any combination of the filters. The documented list of filters breaks off after MemberNumber; the columns are not documented.',
    cursor: { parameter: 'StartDate', evidence: 'inferred' },
    late: onTime,
    parameters: [
      language,
      ...locationFilterOnly({ example: '100101' }),
      parameter.date('StartDate', 'Start of the window.', { example: '2019-06-01' }),
      parameter.date('StopDate', 'End of the window.', { startedBy: 'StartDate', example: '2019-06-02' }),
      parameter.string('EmployeeID', 'RQ id of the employee tied to the customer, from /lists/employees.', {
        label: 'Employee',
        example: '64326',
        lookup: lookups.employees,
      }),
      parameter.guid('CustomerEntityID', 'CRM customer id.', {
        label: 'CRM customer ID',
        example: 'a08b0640-606a-41f0-901a-facaf50e75dd',
      }),
      parameter.string('CustomerID', 'RQ customer id.', { example: '51231' }),
      parameter.string('PrimaryName', 'First name.', { label: 'First name', example: 'Jane' }),
      parameter.string('FamilyName', 'Last name.', { label: 'Last name', example: 'Doe' }),
      parameter.string('CompanyName', 'Company name.', { example: 'Kentel' }),
      parameter.choice('CustomerTypeID', labelled([0, 'Company'], [3, 'Individual']), 'Customer type.', {
        label: 'Customer type',
        example: 0,
      }),
      parameter.string('Phone', 'Phone number.', { example: '5555555555' }),
      parameter.string('Email', 'E-mail address.', { example: 'test@test.com' }),
      parameter.guid('RowThumbprint', 'Thumbprint of a row version.', {
        example: '38dc37d2-853a-4343-8518-93a44989243a',
      }),
      parameter.string('MemberNumber', 'Loyalty or member number.'),
    ],
    columns: [],
    sources: ['seed'],
  },
  {
    id: 'deltas-customers',
    title: 'Customer deltas (DataConnect Deltas)',
    label: 'Deltas: customers',
    path: '/deltas/customers',
    pathEvidence: 'unknown',
    description:
      'Customers changed in the window, from the separately licensed DataConnect Deltas. The documented record breaks off after VIP_customer: a column whose name starts with Defa follows.',
    cursor: { parameter: 'StartDate', evidence: 'documented' },
    late: onTime,
    parameters: [
      required(
        parameter.dateTime(
          'StartDate',
          'Start of the window. Documented as required, and as the earliest possible date when left out.',
          { example: '2019-10-01T18:00:00.000' },
        ),
      ),
      required(
        parameter.dateTime(
          'StopDate',
          'End of the window. Documented as required, and as the current time when left out.',
          { startedBy: 'StartDate', example: '2019-10-01T18:15:00.000' },
        ),
      ),
      ...locationFilterOnly(),
    ],
    columns: [
      guid('CustomerID', 'CRM customer id', '659c2a38-d083-4421-9330-46d779702f85'),
      wholeNumber('LegacyCustomerID', 'RQ customer id', 7),
      string('FirstName', 'First name', ''),
      string('LastName', 'Last name', ''),
      string('Address', 'Address line 1', ''),
      string('Address2', 'Address line 2', ''),
      shared.plainCity(''),
      string('Region', 'State or province', ''),
      string('ZipPostal', 'Postal code', ''),
      string('URL', 'Web address', ''),
      wholeNumber('SalesPersonEmployeeID', 'Assigned sales person', 41),
      string('Title', 'Title', ''),
      string('Country', 'Country', ''),
      string('Notes', 'Notes', ''),
      wholeNumber('VIP_customer', 'VIP marker; the sample shows 41', 41),
    ],
    sources: ['current-docs'],
  },
]);
