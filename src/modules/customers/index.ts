import type { ModuleDeclaration } from '../../kernel/registry/meta.ts';
import { CustomerCategoryRecord } from './category.ts';
import { ContactCustomerRecord, ContactRecord } from './contact.ts';
import { CustomerRecord } from './customer.ts';
import { customersSettings } from './settings.ts';

/** 客户管理: whom the business deals with (spec 1). */
export const customers: ModuleDeclaration = {
  name: 'customers',
  zh: '客户',
  en: 'Customers',
  records: [CustomerCategoryRecord, CustomerRecord, ContactRecord, ContactCustomerRecord],
  settings: customersSettings,
};
