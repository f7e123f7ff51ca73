import globals from "globals";
import js from "@eslint/js";

export default [
    {ignores: ["**/static/lib/**"]},
    js.configs.recommended,
    {
        files: ["addons/*/static/**/*.js"],
        languageOptions: {
            ecmaVersion: 2023,
            sourceType: "module",
            globals: {...globals.browser, odoo: "readonly", luxon: "readonly", Chart: "readonly"},
        },
        rules: {
            eqeqeq: "error",
            "no-console": "error",
            "no-var": "error",
            "prefer-const": "error",
            "no-unused-vars": ["error", {argsIgnorePattern: "^_"}],
        },
    },
];
