// What `k6` and `k6/…` are for the type checker outside of this folder (tsconfig.json): no modules. Only k6 has them.
