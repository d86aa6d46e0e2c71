// What the SDK says about versions of Node to come would stand between the tests' own lines.
process.env.AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED ??= "true";
