"""Directives, plans and their tasks; who was briefed on a document (chỉ đạo, kế hoạch, quán triệt)."""
