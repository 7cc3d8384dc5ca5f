import http from 'k6/http';
import { plan } from '../plan-file.ts';

/** The yardstick: one request that does nothing, to tell the machine and k6 from the product. */
export function hello(): void {
  http.get(`${plan.apiUrl}/`, { tags: { name: 'GET /' } });
}
