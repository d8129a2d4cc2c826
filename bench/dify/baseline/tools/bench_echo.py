from dify_plugin import Tool


class BenchEcho(Tool):
    def _invoke(self, tool_parameters):
        text = tool_parameters["text"]
        yield self.create_json_message({"echo": text})
        yield self.create_variable_message("echo", text)
        yield self.create_text_message(text)
