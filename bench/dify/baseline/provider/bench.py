from dify_plugin import ToolProvider


class BenchProvider(ToolProvider):
    def _validate_credentials(self, credentials):
        pass
