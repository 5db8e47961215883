# Completion of `patterns` for PowerShell.

Register-ArgumentCompleter -Native -CommandName patterns, patterns.exe -ScriptBlock {
    param($wordToComplete, $commandAst, $cursorPosition)

    $words = @($commandAst.CommandElements |
        Select-Object -Skip 1 |
        Where-Object { $_.Extent.EndOffset -lt $cursorPosition } |
        ForEach-Object { $_.ToString().Trim('"', "'") })
    $encoding = [Console]::OutputEncoding
    try {
        [Console]::OutputEncoding = [System.Text.Encoding]::UTF8
        $lines = @(patterns complete "--word=$wordToComplete" '--' @words 2>$null)
    }
    finally {
        [Console]::OutputEncoding = $encoding
    }
    foreach ($line in $lines) {
        $value, $description = $line -split "`t", 2
        if ($value -in ':files', ':folders') {
            [System.Management.Automation.CompletionCompleters]::CompleteFilename($wordToComplete)
        }
        elseif ($value) {
            if (-not $description) { $description = $value }
            [System.Management.Automation.CompletionResult]::new($value, $value, 'ParameterValue', $description)
        }
    }
}
