"""The front page: what people come for, and how the offices are doing."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from hoiam.public import figures


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Figures of the last twelve months. Two statements."""
    on = timezone.localdate()
    board = figures.board(period=figures.period("", on=on), on=on)
    return render(request, "public/home.html", {"total": board.total, "tiles": figures.tiles(board.total)})
