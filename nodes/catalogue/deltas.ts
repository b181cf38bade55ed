import { values } from './choices';
import { guid, string, wholeNumber } from './column-types';
import { endpointsOf } from './entry';
import { language, locationType, locationTypeIds } from './groups';
import * as lookups from './lookups';
import * as parameter from './parameter-types';
import { required } from './parameter-types';

export const deltas = endpointsOf('deltas', [
  {
    id: 'customer-delta',
    title: 'Customer delta',
    path: '/deltas/customers',
    pathEvidence: 'unknown',
    description:
      'Changes of all customers, narrowed by any combination of the filters. The documented list of filters breaks off after MemberNumber; the columns are not documented.',
    parameters: [
      language,
      locationType({ example: 'Company' }),
      locationTypeIds({ default: '-1', example: '100101' }),
      parameter.date('StartDate', 'Window start.', { example: '2019-06-01' }),
      parameter.date('StopDate', 'Window end.', { example: '2019-06-02' }),
      parameter.string('EmployeeID', 'Employee tied to the customer; from the employees list.', {
        example: '64326',
        lookup: lookups.employees,
      }),
      parameter.guid('CustomerEntityID', 'CRM customer id.', { example: 'a08b0640-606a-41f0-901a-facaf50e75dd' }),
      parameter.string('CustomerID', 'RQ customer id.', { example: '51231' }),
      parameter.string('PrimaryName', 'First name.', { example: 'Jane' }),
      parameter.string('FamilyName', 'Last name.', { example: 'Doe' }),
      parameter.string('CompanyName', 'Company name.', { example: 'Kentel' }),
      parameter.choice(
        'CustomerTypeID',
        values(0, 3),
        'Customer kind; legend lost in extraction (older docs: 0 company, 3 individual).',
        { example: 0 },
      ),
      parameter.string('Phone', 'Phone number.', { example: '5555555555' }),
      parameter.string(
        'Email',
        'E-mail (parameter name stripped in the seed by address obfuscation, recovered from its example).',
        { example: 'test@test.com' },
      ),
      parameter.guid('RowThumbprint', 'Thumbprint of a row version.', {
        example: '38dc37d2-853a-4343-8518-93a44989243a',
      }),
      parameter.string('MemberNumber', 'Loyalty/member number; details cut off.'),
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
    parameters: [
      required(
        parameter.dateTime('StartDate', 'Window start; text also says it falls back to the SQL minimum date.', {
          example: '2019-10-01T18:00:00.000',
        }),
      ),
      required(
        parameter.dateTime('StopDate', 'Window end; text also says it falls back to the current time.', {
          example: '2019-10-01T18:15:00.000',
        }),
      ),
      locationType({ example: 'Company' }),
      locationTypeIds({ default: '-1', example: '-1' }),
    ],
    columns: [
      guid('CustomerID', 'CRM customer id', '659c2a38-d083-4421-9330-46d779702f85'),
      wholeNumber('LegacyCustomerID', 'RQ customer id', 7),
      string('FirstName', 'First name', ''),
      string('LastName', 'Last name', ''),
      string('Address', 'Address line 1', ''),
      string('Address2', 'Address line 2', ''),
      string('City', 'City', ''),
      string('Region', 'State or province', ''),
      string('ZipPostal', 'Postal code', ''),
      string('URL', 'Web address', ''),
      wholeNumber('SalesPersonEmployeeID', 'Assigned sales person', 41),
      string('Title', 'Title', ''),
      string('Country', 'Country', ''),
      string('Notes', 'Notes', ''),
      wholeNumber('VIP_customer', 'VIP marker (sample shows 41)', 41),
    ],
    sources: ['current-docs'],
  },
]);
